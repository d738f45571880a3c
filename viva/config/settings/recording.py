"""The recording of interviews."""

from viva.config.settings.environment import env

# The program that copies a recording into one file that can be searched in; "" for none.
VIVA_FFMPEG = str(env.str("VIVA_FFMPEG", default="ffmpeg")).strip()
# Megabytes that one company's recordings may take in all; 0: as much as the disk holds.
VIVA_RECORDING_QUOTA_MB = env.int("VIVA_RECORDING_QUOTA_MB", default=20480)
