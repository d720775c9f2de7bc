"""Every error that Previz raises on purpose.

::

    PrevizError
    ├── FileError              the .previz file cannot be used as asked
    │   ├── FileTooNew         written by a newer version
    │   ├── FileDamaged        not a project, truncated or corrupt
    │   ├── FileLocked         another window or process is writing it
    │   └── FileNotWritable    read-only folder, full disk, no permission
    ├── BadProject             the content asks for what cannot be (NaN, zero focal length, no camera)
    ├── NotFound               a shot, scene or take with that name does not exist
    ├── ImportFailed           a model or script from outside cannot be read
    ├── RenderError            no OpenGL, or a picture that cannot be drawn
    ├── CannotFrame            the framing that was asked for is not possible from any camera position
    ├── GenerationError        a frame could not be made
    │   ├── ModelMissing
    │   ├── OutOfMemory
    │   ├── WorkerDied
    │   └── NotSupported
    ├── ExportError            a document could not be written
    └── NoWindow               no display, or a package of the window is not installed

A message says what happened *and* what to do about it, in one line. Caller mistakes inside the
program are ``ValueError`` or ``TypeError`` and are never caught.
"""


class PrevizError(Exception):
    """Base of all errors that a user can act upon. ``str(error)`` is one line fit to be shown."""


class FileError(PrevizError):
    pass


class FileTooNew(FileError):
    pass


class FileDamaged(FileError):
    pass


class FileLocked(FileError):
    pass


class FileNotWritable(FileError):
    pass


class BadProject(PrevizError):
    pass


class NotFound(PrevizError):
    pass


class ImportFailed(PrevizError):
    pass


class RenderError(PrevizError):
    pass


class CannotFrame(PrevizError):
    pass


class GenerationError(PrevizError):
    pass


class ModelMissing(GenerationError):
    pass


class OutOfMemory(GenerationError):
    pass


class WorkerDied(GenerationError):
    pass


class NotSupported(GenerationError):
    pass


class ExportError(PrevizError):
    pass


class NoWindow(PrevizError):
    pass
