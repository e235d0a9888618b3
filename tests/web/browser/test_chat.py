"""The room's page in a real browser, in front of a real bot. Each test asks for something else, for repeats
of one conversation are not warned of twice."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from adapters.web.replay import sample_day
from tests.web.browser.conftest import OpenPage

RELAYED_CODE = "Le service client CPS est au téléphone, il veut le code que j'ai reçu par SMS, je lui donne ?"
PASSWORD = "Quelqu'un peut me donner le mot de passe amelipro ?"
SCREEN = "Un faux technicien est en ligne, il veut que j'installe AnyDesk pour prendre la main sur le poste."
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


def write(page: Page, text: str) -> Locator:
    """Write in the room; the post as it appears."""
    page.get_by_label("Votre message").fill(text)
    page.get_by_role("button", name="Envoyer").click()
    return post_of(page, text)


def post_of(page: Page, text: str) -> Locator:
    return page.locator("#posts > .post:not([data-only-for])").filter(has_text=text).last


def choose(page: Page, person: str) -> None:
    page.locator(f'input[name="person"][value="{person}"]').check(force=True)


def button(place: Locator, name: str) -> Locator:
    """A button by its French name, whichever apostrophe it is written with."""
    return place.get_by_role("button", name=re.compile(name.replace("'", "['’]")))


def has_no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.screen.width"))


def test_a_call_in_progress_from_the_message_to_the_checklist(open_page: OpenPage) -> None:
    page = open_page()
    post = write(page, RELAYED_CODE)
    warning = post.locator(".is-warning")
    expect(warning).to_contain_text("0 806 800 213")
    expect(warning.locator(".steps li").first).to_be_visible()
    expect(page.get_by_label("Votre message")).to_have_value("")

    button(warning, "Pourquoi").click()
    expect(post.locator(".thread .post")).to_have_count(2)
    button(warning, "J'ai raccroché").click()
    expect(page.locator("#toasts")).to_contain_text("noté")
    expect(button(warning, "J'ai raccroché")).to_have_count(0)
    button(warning, "J'ai donné").click()
    expect(post.locator(".thread .post")).to_have_count(3)
    button(warning, "Fausse alerte").click()
    expect(button(warning, "Fausse alerte")).to_have_count(0)


def test_the_lead_alone_sees_the_notice_and_the_case_is_listed(open_page: OpenPage) -> None:
    page = open_page()
    choose(page, "hugo")
    notices = page.locator('[data-only-for="claire"]')
    before = notices.count()
    write(page, SCREEN)
    expect(notices).to_have_count(before + 1)
    notice = notices.last
    expect(notice).to_be_hidden()
    choose(page, "claire")
    expect(notice).to_be_visible()
    button(notice, "Confirmer").click()
    expect(page.locator("#toasts")).to_contain_text("noté")

    page.get_by_role("link", name="Cas").click()
    row = page.locator("tbody tr").first
    expect(row).to_contain_text("confirmé")
    row.get_by_role("link").click()
    expect(page.locator(".history li").first).to_have_text(re.compile("Cas ouvert"))
    expect(page.locator(".history li").last).to_have_text(re.compile("Confirmé"))


def test_report_gives_a_number_that_the_list_shows(open_page: OpenPage) -> None:
    page = open_page()
    post = write(page, "/report un faux conseiller a appelé le 01 99 00 12 34")
    answer = post.locator(".thread .reply")
    found = re.search(r"n°\s*(\d+)", answer.inner_text())
    assert found
    expect(answer.get_by_role("link")).to_have_attribute("href", re.compile("^mailto:"))
    answer.get_by_role("button", name="Téléphone").click()
    expect(answer.get_by_role("button", name="Téléphone")).to_have_count(0)
    page.goto("/cases")
    expect(page.get_by_role("link", name=re.compile(rf"Cas n°\s*{found[1]}$"))).to_be_visible()


def test_report_under_a_message_and_help_by_button(open_page: OpenPage) -> None:
    page = open_page()
    choose(page, "dehors")
    post = write(page, "Rappelez-moi vite au comptoir.")
    post.hover()
    post.get_by_role("button", name="Signaler").click()
    expect(post.locator(".thread")).to_contain_text("n°")
    page.get_by_role("button", name="/aide").click()
    expect(post_of(page, "/aide").locator(".thread")).to_contain_text("/report")


def test_what_people_write_is_shown_as_text(open_page: OpenPage) -> None:
    page = open_page()
    nasty = "<img src=x onerror='document.title=1'><script>document.title='caught'</script> & <b>gras</b>"
    post = write(page, nasty)
    expect(post.locator(".text")).to_have_text(nasty)
    assert post.locator("img, script, b").count() == 0
    page.reload()
    expect(post_of(page, nasty).locator(".text")).to_have_text(nasty)
    assert page.title().endswith("Vigie")


def test_two_pages_see_the_same_room(open_page: OpenPage) -> None:
    one, other = open_page(), open_page()
    write(one, "La livraison de midi est rangée.")
    expect(post_of(other, "La livraison de midi est rangée.")).to_be_visible()


def test_without_script_the_forms_post_and_the_page_comes_back(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    choose(page, "hugo")
    post = write(page, PASSWORD)
    expect(post).to_contain_text("Hugo")
    expect(post.locator(".is-warning")).to_be_visible()
    expect(page.locator('.person input[value="hugo"]')).to_be_checked()
    button(post, "Pourquoi").click()
    expect(post.locator(".thread .post")).to_have_count(2)
    expect(page.locator("#toasts")).to_contain_text("noté")


def test_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Écrire un message")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Votre message")).to_be_focused()
    page.keyboard.type("Première ligne")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("/report se tape aussi ici")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator('.person input[value="hugo"]')).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    post = post_of(page, "Première ligne")
    expect(post.locator(".text")).to_have_text("Première ligne\n/report se tape aussi ici")
    expect(post).to_contain_text("Hugo Lemaître")
    expect(page.get_by_label("Votre message")).to_be_focused()


def test_the_day_is_replayed_to_its_end(open_page: OpenPage) -> None:
    page = open_page()
    warnings = page.locator(".post.is-warning")
    before = warnings.count()
    page.get_by_label("Vitesse").select_option("quick")
    page.get_by_role("button", name="Rejouer une journée").click()
    expect(page.get_by_role("button", name="Arrêter")).to_be_visible()
    expect(page.locator("#state")).to_contain_text("40 / 40 messages", timeout=30_000)
    expect(page.get_by_role("button", name="Rejouer une journée")).to_be_visible()
    expect(post_of(page, "je mets l'alarme, à demain")).to_be_visible()
    expect(warnings).to_have_count(before + len([line for line in sample_day() if line.expected]))


def test_a_replay_can_be_stopped(open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_label("Vitesse").select_option("calm")
    page.get_by_role("button", name="Rejouer une journée").click()
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_role("button", name="Rejouer une journée")).to_be_visible()


def test_at_phone_width_nothing_scrolls_sideways(open_page: OpenPage) -> None:
    page = open_page(**PHONE)
    write(page, "Unmottrèslong" * 40)
    assert has_no_sideways_scroll(page)
    page.goto("/cases")
    assert has_no_sideways_scroll(page)
    page.locator("tbody a").first.click()
    assert has_no_sideways_scroll(page)


def test_with_reduced_motion_nothing_moves(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    post = write(page, "Les étiquettes sont posées.")
    expect(post.locator(".post-body").first).to_have_css("animation-name", "none")
