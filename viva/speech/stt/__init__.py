"""Speech to text: one file per recogniser, behind `base.Recogniser`."""
