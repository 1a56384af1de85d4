"""The columns of a log in a real browser: a choice made by keys answers a question, and what is kept lies beside the log."""

from instrument_page import write_notebook
from playwright.sync_api import expect
from seen import at_rest, faint_words

LOG = "Patient Name,Chart,DOS,Txn,Other,Mod,Note\n" + "".join(
    f'"Quillfeather, Ada",PQX{at},2026-02-{at},98940,97110,{"AT" if at % 2 else ""},<b>fell</b>\n'
    for at in range(11, 16)
)
SHOW = """
from cptedu.lesson import ColumnChooser

chooser = ColumnChooser("march.csv")
chooser
"""


def test_a_choice_by_keys_answers_the_question_and_is_kept_beside_the_log(lab, axe):
    (lab.folder / "march.csv").write_text(LOG, encoding="utf-8")
    page = lab.open(write_notebook(lab.folder, "columns.ipynb", SHOW), height=1200).run_all()
    root = page.page.locator(".column-chooser")
    root.get_by_text("Which column holds the code").wait_for()
    keep = root.get_by_role("button", name="Confirm, and keep this beside the log")
    expect(keep).to_be_disabled()
    shown = root.inner_text()
    assert "2026-02-11" in shown
    assert "Quill" not in shown
    assert "PQX" not in shown
    menu = root.get_by_label("What Txn holds")
    menu.focus()
    menu.select_option("code")
    root.locator(".title").get_by_text("All that is needed is there").wait_for()
    expect(menu, "the menu keeps the focus").to_be_focused()
    page.comes_to_hold("chooser.answers['Txn']", "code")
    for theme in ("Dark", "Light"):
        page.turn(theme)
        page.screenshot(f"column_chooser_{theme.lower()}")
        assert faint_words(page.page) == []
        assert axe(page, ".column-chooser") == []
    keep.click()
    root.get_by_text("Kept in march.columns.toml").wait_for()
    assert '"Txn" = "code"' in (lab.folder / "march.columns.toml").read_text(encoding="utf-8")
    page.page.set_viewport_size({"width": 780, "height": 1200})
    at_rest(page.page)
    page.screenshot("column_chooser_narrow")
    assert root.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert (page.errors(), page.console_errors, page.outside_requests) == ([], [], [])
