"""Numbers, links and addresses that were reported are known again; a colleague's own number is not one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.indicators import find_traces, read_number
from bot.messages import HiddenLink
from bot.ports import Kind
from bot.serve import App
from bot.tables import Indicator, OwnNumber
from tests.desk.test_presses import add_lead, data_of, press
from tests.doubles import post, settle

DAY = 86_400


def traces(text: str) -> list[str]:
    return [f"{one.kind} {one.value}" for one in find_traces(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ça vient du 01 99 00 12 34", ["phone +33199001234"]),
        ("+33 1.99.00.12.34 ou 0199001234", ["phone +33199001234"]),
        ("http://www.e-cps-sante.info/login?compte=12", ["link e-cps-sante.info"]),
        ("hxxps://cps[.]e-cps-sante[.]info", ["link e-cps-sante.info"]),
        ("ouvrez bit.ly/3xYz?k=1", ["link bit.ly/3xYz"]),
        ("écrit par Support@Secure-CPS.example", ["email @secure-cps.example"]),
        ("appelez le 0 806 800 213 ou le 3608, voir esante.gouv.fr", []),
        ("le code est 482913, carton 3400930000001", []),
        ("mon portable : 06 39 98 12 34", []),
        ("rappelle-moi au 06 39 98 12 34", []),
        ("le portable de Nadia, 06 39 98 12 34", []),
        ("il m'a dit : rappelez-moi sur mon portable 06 39 98 12 34", ["phone +33639981234"]),
        ("Je suis là. Un inconnu, 06 39 98 12 34", ["phone +33639981234"]),
    ],
)
def test_what_can_be_recognised_again(text: str, found: list[str]) -> None:
    assert traces(text) == found


def test_a_hidden_target_counts_and_a_list_is_cut() -> None:
    hidden = HiddenLink((0, 3), "https://e-cps-sante.info/x")
    assert [one.value for one in find_traces("ici", (hidden,))] == ["e-cps-sante.info"]
    assert len(find_traces(" ".join(f"http://site{number}.example" for number in range(30)))) == 8
    [mail] = find_traces("écrit par jean.invente@gmail.com")
    assert (mail.show(), "jean" in mail.value) == ("…@gmail[.]com", False)
    assert find_traces("de jean.inventé@gmail.com") != (mail,)
    assert read_number("06 39 98 12 34") == "+33639981234"
    assert read_number("rien") == ""


async def values(app: App) -> list[str]:
    async with app.database.read() as session:
        return list(await session.scalars(select(Indicator.value).order_by(Indicator.id)))


async def test_a_second_report_says_when_it_was_reported(app: App) -> None:
    await post(app, "appel du 01 99 00 12 34", kind="command", name="report", message="1")
    await post(app, "encore le 0199001234", kind="command", name="report", message="2", after=2 * DAY)
    first, second = (one.reply.as_text() for one in (await settle(app)).of(Kind.ANSWER))
    assert "déjà signalé" not in first
    assert "01 99 00 12 34\u00a0: déjà signalé le 2 mars 2026 (cas n° 1)" in second
    assert await values(app) == ["+33199001234", "+33199001234"]


async def test_a_warning_says_it_and_says_it_again_when_it_changes(app: App) -> None:
    await post(app, "http://e-cps-sante.info", kind="command", name="report", message="1")
    await post(app, "!link relayed http://cps.e-cps-sante.info/x", message="2", after=DAY)
    adapter = await settle(app)
    warning = adapter.of(Kind.WARNING)[0].reply
    assert "e-cps-sante[.]info\u00a0: déjà signalé le 2 mars 2026" in warning.as_text()
    adapter = await press(app, data_of(warning, "Fausse alerte"))
    assert "déjà signalé" in adapter.of(Kind.EDIT)[-1].reply.as_text()


async def test_an_ordinary_message_that_names_it_is_answered_once(app: App) -> None:
    await post(app, "appel du 01 99 00 12 34", kind="command", name="report", message="1")
    await settle(app)
    for number in range(3):
        await post(app, "qui connaît le 01 99 00 12 34 ?", message=f"m{number}", after=DAY + number)
    await post(app, "et le 01 99 00 55 55 ?", message="other", after=DAY)
    adapter = await settle(app)
    assert [one.reply_to for one in adapter.of(Kind.ANSWER)[1:]] == ["m0"]
    assert "déjà signalé" in adapter.sent[-1].reply.as_text()
    assert len(await values(app)) == 1


async def test_another_team_knows_nothing_of_it(app: App) -> None:
    await post(app, "appel du 01 99 00 12 34", kind="command", name="report")
    await settle(app)
    await post(app, "qui connaît le 01 99 00 12 34 ?", chat="elsewhere", after=DAY)
    await post(app, kind="command", name="statut", chat="third", message="s")
    await settle(app)
    await post(app, "01 99 00 12 34", chat="third", message="m", after=DAY)
    assert [one.chat for one in (await settle(app)).sent] == ["pharmacy", "third"]


async def test_a_false_alarm_is_held_against_nobody(app: App) -> None:
    await post(app, kind="command", name="statut", message="0")
    await settle(app)
    await add_lead(app, "chief")
    await post(app, "!code 01 99 00 12 34", message="1")
    adapter = await settle(app)
    false = data_of(adapter.of(Kind.NOTICE)[0].reply, "Fausse alerte")
    adapter = await press(app, false, by="chief", token="a")
    await press(app, adapter.of(Kind.EDIT)[-1].reply.buttons[0].data, by="chief", token="b")
    before = len(adapter.sent)
    await post(app, "01 99 00 12 34", message="2", after=DAY)
    assert len((await settle(app)).sent) == before


async def test_the_lead_says_that_a_number_is_the_teams(app: App) -> None:
    await post(app, "appel du 06 39 98 12 34", kind="command", name="report", message="1")
    await post(app, "06 39 98 12 34", kind="command", name="collegue", message="2")
    adapter = await settle(app)
    assert "Seul le référent" in adapter.sent[-1].reply.as_text()
    await add_lead(app, "chief")
    for number, text in enumerate(["06 39 98 12 34", "0639981234", "bonjour"]):
        await post(app, text, kind="command", name="collegue", message=f"c{number}", author="chief")
    await post(app, "appel du 06 39 98 12 34", kind="command", name="report", message="3", after=DAY)
    titles = [one.reply.title for one in (await settle(app)).of(Kind.ANSWER)[2:]]
    assert [title[:13] for title in titles] == [
        "C'est noté\u00a0: ",
        "Je le savais ",
        "Je n'ai rien ",
        "Merci, c'est ",
    ]
    assert await values(app) == []
    async with app.database.read() as session:
        [own] = list(await session.scalars(select(OwnNumber)))
    assert "639981234" not in own.digest


async def test_verifier_says_what_the_team_reported(app: App) -> None:
    await post(app, "appel du 01 99 00 12 34", kind="command", name="report", message="1")
    await post(app, "01 99 00 12 34", kind="command", name="verifier", message="2", after=DAY)
    said = (await settle(app)).of(Kind.ANSWER)[-1].reply
    assert said.title.startswith("Inconnu")
    assert "déjà signalé le 2 mars 2026" in said.as_text()
