"""Is the frame still true, and who said that it is right."""

from previz.review.fingerprint import PARTS as PARTS
from previz.review.fingerprint import VISIBLE_SHARE as VISIBLE_SHARE
from previz.review.fingerprint import Fingerprint as Fingerprint
from previz.review.fingerprint import fingerprint as fingerprint
from previz.review.fingerprint import hashes as hashes
from previz.review.reasons import compare as compare
from previz.review.status import Standing as Standing
from previz.review.status import Status as Status
from previz.review.status import latest as latest
from previz.review.status import stale_reasons as stale_reasons
from previz.review.status import standing as standing
from previz.review.status import status as status
