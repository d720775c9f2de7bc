"""What hangs on the Boards room: review, comparison, playing in time, queue, captions."""
