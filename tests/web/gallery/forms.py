"""Forms with the fields that the pages draw."""

from __future__ import annotations

from django import forms


class SignIn(forms.Form):
    username = forms.CharField(
        label="Username or e-mail", widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class SignUp(forms.Form):
    role = forms.ChoiceField(
        label="What brings you here?",
        choices=[("candidate", "I practise and apply"), ("recruiter", "I hire")],
        initial="candidate",
        required=False,
        widget=forms.RadioSelect,
    )
    company_name = forms.CharField(label="Company", required=False)
    name = forms.CharField(label="Name", help_text="As you would like to be called.", required=False)
    username = forms.CharField(label="Username")
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters.",
    )


class Mail(forms.Form):
    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class NewPassword(forms.Form):
    new_password1 = forms.CharField(
        label="New password",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="<ul><li>At least 10 characters.</li><li>Not like your name.</li></ul>",
    )
    new_password2 = forms.CharField(
        label="The same again", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class EditProfile(forms.Form):
    first_name = forms.CharField(label="Name", required=False)
    target_role = forms.CharField(label="Target role", required=False)
    skills = forms.CharField(
        label="Skills",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One on each line.",
    )
    level = forms.ChoiceField(
        label="Level", choices=[("junior", "Junior"), ("mid", "Mid-level")], widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(label="Time zone", choices=[("Asia/Kolkata", "Asia/Kolkata")])
    mail_me = forms.BooleanField(label="Write to me when a result is ready", required=False)


class Start(forms.Form):
    role = forms.ChoiceField(label="Role", choices=[("backend", "Backend engineer")], required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("technical", "Technical")], required=False)
    difficulty = forms.ChoiceField(label="Difficulty", choices=[("medium", "Medium")], required=False)
    pace = forms.ChoiceField(label="Pace", choices=[("follows", "Adapts to you")], required=False)
    minutes = forms.ChoiceField(label="Length", choices=[("30", "30 minutes")], required=False)
    language = forms.ChoiceField(label="Coding language", choices=[("python", "Python")], required=False)
    mode = forms.ChoiceField(
        label="Mode",
        choices=[("practice", "Practice"), ("real", "Real")],
        widget=forms.RadioSelect,
        initial="practice",
        required=False,
    )
    skill = forms.CharField(widget=forms.HiddenInput, required=False, initial="databases")
