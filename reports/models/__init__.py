from reports.models.definition import DefinitionText
from reports.models.run import Failure, Posting, Run, Sheet
from reports.models.submission import Submission

__all__ = ["DefinitionText", "Failure", "Posting", "Run", "Sheet", "Submission"]
