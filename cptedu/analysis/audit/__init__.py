"""A practice's own log, audited by the same rules that teach: what it decides, what it does not tell, how a habit shows."""

from __future__ import annotations

from cptedu.analysis.audit.auditing import LogQuestionsError, audit
from cptedu.analysis.audit.result import Audit

__all__ = ["Audit", "LogQuestionsError", "audit"]
