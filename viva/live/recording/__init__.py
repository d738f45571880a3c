"""The parts of recording that know no interview: media, files, gaps, ffmpeg."""
