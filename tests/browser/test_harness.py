"""The harness itself: it sees what it must see, so that the silence of the other browser tests means something."""

from instrument_page import write_notebook

COUNTER = """
import anywidget, traitlets

class Counter(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
      const button = document.createElement("button");
      const draw = () => { button.textContent = `count ${model.get("value")}`; };
      button.onclick = () => { model.set("value", model.get("value") + 1); model.save_changes(); };
      model.on("change:value", draw);
      draw();
      el.append(button);
    } }'''
    value = traitlets.Int(0).tag(sync=True)

counter = Counter()
counter
"""
REACHES_OUT = 'from IPython.display import HTML; HTML(\'<img src="http://example.org/x.png" alt="">\')'
COMPLAINS = "from IPython.display import Javascript; Javascript('console.error(\"this is wrong\")')"
UNREADABLE = "from IPython.display import HTML; HTML('<button id=\"nameless\"></button>')"


def write(folder, name, *sources):
    return write_notebook(folder, name, *sources, title="# A lesson")


def test_a_click_in_a_notebook_reaches_python_and_the_page_is_clean(lab):
    name = write(lab.folder, "clean.ipynb", COUNTER, "", "'the last'", *["print('more')"] * 40)
    page = lab.open(name).run_all()
    assert page.errors() == []
    assert page.outputs(3)[0]["data"]["text/plain"] == "'the last'"
    assert page.outputs(43)[0]["text"] == "more\n"
    page.cell(1).get_by_role("button", name="count 0").click()
    page.cell(1).get_by_role("button", name="count 1").wait_for()
    page.comes_to_hold("counter.value", 1)
    page.cell(43).get_by_text("more", exact=True).wait_for()
    assert (page.outside_requests, page.console_errors) == ([], [])
    assert len(page.screenshot_whole("harness")) > 2


def test_what_goes_wrong_in_a_notebook_is_seen(lab, axe):
    name = write(lab.folder, "wrong.ipynb", REACHES_OUT, COMPLAINS, UNREADABLE, "1 / 0", "'never run'")
    page = lab.open(name).run_all()
    assert page.errors() == ["cell 4: ZeroDivisionError: division by zero"]
    page.comes_to_note(lambda: page.outside_requests)
    assert set(page.outside_requests) == {"GET http://example.org/x.png"}
    page.comes_to_note(lambda: any("this is wrong" in error for error in page.console_errors))
    assert any("button-name" in violation for violation in axe(page, ".jp-OutputArea:has(#nameless)"))


def test_voila_shows_a_notebook_that_reaches_python(voila, axe):
    page = voila.open(write(voila.folder, "clean.ipynb", COUNTER))
    page.page.get_by_role("button", name="count 0").click()
    page.page.get_by_role("button", name="count 1").wait_for()
    assert (page.errors(), page.outside_requests) == ([], [])
    assert page.screenshot_whole("harness_voila")[0].stat().st_size > 5_000


def test_what_goes_wrong_in_voila_is_seen(voila, axe):
    page = voila.open(write(voila.folder, "wrong.ipynb", REACHES_OUT, "1 / 0", UNREADABLE))
    assert "division by zero" in page.errors()[0]
    page.comes_to_note(lambda: page.outside_requests)
    assert set(page.outside_requests) == {"GET http://example.org/x.png"}
