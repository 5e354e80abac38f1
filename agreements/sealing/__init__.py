"""The seal on a signed document's file: put on, and examined.

`seal` puts it on a file that `print_html` printed with an `Archive`, by the `sealer()` of the settings. `examine` says
of any file whether it is one of ours and what became of it; `agreements.sealing.words` has the sentences.
"""

from agreements.sealing.certificates import BASIC, STAMPED, Sealer, open_sealer
from agreements.sealing.configured import sealer
from agreements.sealing.errors import NoSealError, SealError, TimestampError
from agreements.sealing.examination import examine
from agreements.sealing.findings import Change, Findings, Known, Signature, Stamp, Trouble, Verdict
from agreements.sealing.signing import Sealed, seal

__all__ = [
    "BASIC",
    "STAMPED",
    "Change",
    "Findings",
    "Known",
    "NoSealError",
    "SealError",
    "Sealed",
    "Sealer",
    "Signature",
    "Stamp",
    "TimestampError",
    "Trouble",
    "Verdict",
    "examine",
    "open_sealer",
    "seal",
    "sealer",
]
