"""What is recorded of a company's interview, what went wrong in it, and what its system check found."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company
from viva.interviews.models import Interview
from viva.live.models.session import InterviewSession


class Recording(models.Model):
    """Of one session. `key` names its folder in the storage, `size` counts all bytes that it has there.

    `next_attempt_at` is when something is to be done with it (None: nothing): its parts made, its chunks cleared.
    An erased one stays as a row, so that what a browser still has queued is refused.
    """

    session = models.OneToOneField(InterviewSession, on_delete=models.CASCADE, related_name="recording")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    keep_until = models.DateTimeField(db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Recording of session {self.session_id}"

    @property
    def folder(self) -> str:
        return f"recordings/{self.key.hex}"


class PartKind(models.TextChoices):
    AUDIO = "audio", _("Sound")
    VIDEO = "video", _("Picture")


class Container(models.TextChoices):
    WEBM = "webm", "WebM"
    OGG = "ogg", "Ogg"
    MP4 = "mp4", "MP4"


class RecordingPart(models.Model):
    """What one recorder of a browser gave, from its start to its end. `key` is the browser's name for it.

    `total` and `ended_ms` are what the browser says it has made, None until it does. `file` is the part in one
    piece, "" where there is none, made of `made_of` chunks; `sha256` is of what is heard, "" until it is made.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="parts")
    key = models.UUIDField()
    kind = models.CharField(max_length=8, choices=PartKind)
    container = models.CharField(max_length=8, choices=Container)
    started_at = models.DateTimeField()
    total = models.PositiveIntegerField(null=True, blank=True)
    ended_ms = models.PositiveIntegerField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    made_of = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["recording", "key"], name="recording_part_once")]

    def __str__(self) -> str:
        return f"Part {self.pk} of {self.recording_id}"


class RecordingChunk(models.Model):
    """A slice of a part: `from_ms` to `to_ms` on its clock. `file` is "" once the part is made for good."""

    part = models.ForeignKey(RecordingPart, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    from_ms = models.PositiveIntegerField()
    to_ms = models.PositiveIntegerField()
    file = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="recording_chunk_once")]

    def __str__(self) -> str:
        return f"Chunk {self.number} of {self.part_id}"


class RecordingSpace(models.Model):
    """The bytes that a company's recordings take, held against its quota by one conditional update."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="+")
    used = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.used} bytes of {self.company_id}"


class DoomedFolder(models.Model):
    """A folder of the storage whose rows are gone; its files go until none is left."""

    folder = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.folder


class IncidentKind(models.TextChoices):
    """What may go wrong for a candidate without being their fault."""

    MICROPHONE_DENIED = "microphone_denied", _("The microphone was not allowed")
    MICROPHONE_MISSING = "microphone_missing", _("No microphone was found")
    MICROPHONE_LOST = "microphone_lost", _("The microphone went away in the middle")
    MICROPHONE_BUSY = "microphone_busy", _("The microphone was used by another program")
    MICROPHONE_SILENT = "microphone_silent", _("The microphone gave nothing but silence")
    RECOGNISER_DOWN = "recogniser_down", _("Something that was said could not be written down")
    VOICE_DOWN = "voice_down", _("The interviewer could not be heard: its words were only shown")
    CAMERA_MISSING = "camera_missing", _("The camera could not be used: sound alone was recorded")
    RECORDER_FAILED = "recorder_failed", _("The browser could not record")
    RECORDER_UNSUPPORTED = "recorder_unsupported", _("The browser cannot record at all")
    CHUNK_LOST = "chunk_lost", _("A piece of the recording was lost")
    STORAGE_FULL = "storage_full", _("There was no room for the recording any more")


class Incident(models.Model):
    """Something that went wrong in the interview, told to those who judge it: no blame to the candidate.

    The same again within the session only counts up.
    """

    session = models.ForeignKey(InterviewSession, on_delete=models.CASCADE, related_name="incidents")
    kind = models.CharField(max_length=32, choices=IncidentKind)
    times = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "kind"], name="incident_once")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.session_id}"


class SystemCheck(models.Model):
    """What a candidate's device could do when they tried it; the latest of an interview. No sound, no picture.

    `found` is {name: {"result": passed, failed or skipped, …figures}}, as `viva.live.system_check` reads it.
    """

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="system_check")
    found = models.JSONField()
    browser = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"System check for {self.interview_id}"
