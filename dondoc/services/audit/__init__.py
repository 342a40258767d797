"""Finding out whether history, or what stands on it, was changed behind the software's back."""

from dondoc.services.audit.evidence import check_evidence, with_evidence
from dondoc.services.audit.finding import Finding
from dondoc.services.audit.verify import Audit, verify

__all__ = ["Audit", "Finding", "check_evidence", "verify", "with_evidence"]
