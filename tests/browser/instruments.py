"""Every instrument, made of what a lesson might show in it."""

from pathlib import Path

from cptedu.charts import rvu_history
from cptedu.example_visits import example_visit
from cptedu.facts.tables import rows
from cptedu.widgets.article_reader import ArticleReader
from cptedu.widgets.auditors_chair import AuditorsChair
from cptedu.widgets.column_chooser import ColumnChooser
from cptedu.widgets.error_museum import ErrorMuseum
from cptedu.widgets.minutes_board import MinutesBoard
from cptedu.widgets.moving_note import MovingNote
from cptedu.widgets.note_to_code import NoteToCode
from cptedu.widgets.payer_lens import PayerLens
from cptedu.widgets.plan_table import PlanTable
from cptedu.widgets.practice import Practice
from cptedu.widgets.prediction import Prediction
from cptedu.widgets.rvu_explorer import RvuExplorer
from cptedu.widgets.spine_map import SpineMap
from cptedu.widgets.tradeoff_explorer import TradeoffExplorer
from cptedu.widgets.visit_builder import VisitBuilder

LOG = """Chart,DOS,Code,Other
1,2026-02-11,98940,97110
2,2026-02-12,98941,97112
"""


def written_log(folder: Path) -> Path:
    place = folder / "march.csv"
    place.write_text(LOG, encoding="utf-8")
    return place


VISIT = example_visit("desk_worker")
INSTRUMENTS = {
    "article reader": lambda folder: ArticleReader({"1": "supported"}),
    "auditor's chair": lambda folder: AuditorsChair(),
    "chart": lambda folder: rvu_history(["97112"], rows("rvu.csv")).widget(),
    "column chooser": lambda folder: ColumnChooser(written_log(folder)),
    "error museum": lambda folder: ErrorMuseum(),
    "minutes board": lambda folder: MinutesBoard({"97110": 16, "97140": 12}, untimed=["97012", "97014"]),
    "moving note": lambda folder: MovingNote("desk_worker", at=3),
    "note to code": lambda folder: NoteToCode(VISIT),
    "payer lens": lambda folder: PayerLens(VISIT),
    "plan table": lambda folder: PlanTable(folder=folder),
    "practice": lambda folder: Practice("cmt_level", folder=folder),
    "prediction": lambda folder: Prediction(
        "And 97112?", ["97112-59", "97112", "no line"], VISIT, about="97112"
    ),
    "RVU explorer": lambda folder: RvuExplorer(),
    "spine map": lambda folder: SpineMap(["C5"], ["knee"]),
    "trade-off explorer": lambda folder: TradeoffExplorer(VISIT),
    "visit builder": lambda folder: VisitBuilder(
        VISIT.to_dict() | {"adjusted": ["C5", "left shoulder"], "diagnoses": ["M99.01", "M54.2"]},
        folder=folder,
    ),
}
