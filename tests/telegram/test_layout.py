"""What a reply looks like on Telegram."""

from __future__ import annotations

from adapters.telegram.layout import LIMIT, show, to_html
from bot.messages import Button, Link, Reply


def test_parts() -> None:
    reply = Reply("Titre & <b>", ("Ligne",), "Que faire", ("un", "deux"), "Contact a@b.example")
    assert to_html(reply) == (
        "<b>Titre &amp; &lt;b&gt;</b>\n\nLigne\n\n<b>Que faire</b>\n1. un\n2. deux\n\nContact a@b.example"
    )


def test_nobody_is_called() -> None:
    assert to_html(Reply(lines=("@titulaire a@b.example (@x)",))) == "@\u2060titulaire a@b.example (@\u2060x)"


def test_buttons_and_links() -> None:
    reply = Reply(
        "T",
        buttons=tuple(Button(str(number), f"d{number}") for number in range(3)),
        links=(
            Link("Ouvrir", "https://t.example"),
            Link("Écrire", "mailto:ans@sante.example?subject=Un%20appel&body=Bonjour%2C%0A%3Cfin%3E"),
            Link("Appeler", "tel:+33806800213"),
        ),
    )
    shown = show(reply)
    rows = shown["reply_markup"]["inline_keyboard"]
    assert [[one["text"] for one in row] for row in rows] == [["0", "1"], ["2"], ["Ouvrir"]]
    assert "<b>Écrire</b>\nans@sante.example\nUn appel\n<pre>Bonjour,\n&lt;fin&gt;</pre>" in shown["text"]
    assert "<b>Appeler</b>\n+33806800213" in shown["text"]


def test_a_message_never_exceeds_the_limit() -> None:
    for reply in (Reply("<" * 9000), Reply("T", lines=("&" * 3000, "b" * 3000)), Reply()):
        assert len(to_html(reply)) <= LIMIT
