// The room's page: posts forms without leaving the page and shows what the server sends.
// Every fragment comes from our own templates, which escape what people wrote.
"use strict";

const posts = document.getElementById("posts");
const scroll = document.getElementById("scroll");
const composer = document.getElementById("composer");
const text = document.getElementById("text");
const state = document.getElementById("state");
const TOAST_MS = 6000;

const who = () => composer.elements.person.value;

function build(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

// -- what the server sends ---------------------------------------------------------------

function isAtEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
}

function keepFocus(place, change) {
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const node = change();
  if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function showPost({ id, parent, html }) {
  const follow = isAtEnd();
  const post = build(html).firstElementChild;
  const old = document.getElementById(`m-${id}`);
  if (old) {
    // The thread under it stays, and so does the keyboard's place.
    const thread = old.querySelector(".thread");
    if (thread) post.querySelector(".thread")?.replaceWith(thread);
    keepFocus(old, () => { old.replaceWith(post); return post; });
  } else {
    const thread = parent && document.querySelector(`#m-${CSS.escape(parent)} > .thread`);
    post.classList.add("is-new");
    (thread || posts).append(post);
  }
  showOnlyMine(post);
  if (follow) scroll.scrollTop = scroll.scrollHeight;
}

function showOnlyMine(post) {
  if (post.dataset.onlyFor) post.hidden = post.dataset.onlyFor !== who();
}

function showState({ html }) {
  const fresh = build(html);
  const action = (place) => place.querySelector('[data-key="action"]').value;
  const moving = [".progress", ".counts"];
  if (action(fresh) === action(state) && moving.every((part) => state.querySelector(part) && fresh.querySelector(part))) {
    // The rest stays: replacing it would close the list of speeds under somebody's fingers.
    moving.forEach((part) => state.querySelector(part).replaceWith(fresh.querySelector(part)));
  } else {
    keepFocus(state, () => { state.replaceChildren(fresh); return state; });
  }
}

function showLine(place, words) {
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = words;
  place.replaceChildren(line);
  setTimeout(() => line.remove(), TOAST_MS);
}

function listen() {
  const events = new EventSource(`/events?since=${encodeURIComponent(posts.dataset.mark)}`);
  const isCut = (cut) => document.body.classList.toggle("is-cut", cut);
  events.addEventListener("reset", () => posts.replaceChildren());
  events.addEventListener("post", (event) => showPost(JSON.parse(event.data)));
  events.addEventListener("gone", (event) => document.getElementById(`m-${JSON.parse(event.data)}`)?.remove());
  events.addEventListener("state", (event) => showState(JSON.parse(event.data)));
  events.addEventListener("toast", (event) => showLine(document.getElementById("toasts"), JSON.parse(event.data)));
  events.addEventListener("open", () => isCut(false));
  events.addEventListener("error", () => isCut(true));
}

// -- what people do ----------------------------------------------------------------------

async function post(form, data) {
  data.set("person", who());
  const answer = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: new URLSearchParams(data),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.error || "Vigie n’a pas pu prendre ce message. Réessayez dans un instant.");
  }
}

async function submit(form, data, button) {
  button?.setAttribute("aria-disabled", "true");
  try {
    await post(form, data);
    return true;
  } catch (problem) {
    const isNetwork = problem instanceof TypeError;
    showLine(document.getElementById("alerts"), isNetwork ? "Vigie ne répond pas. Vérifiez qu’elle est lancée, puis réessayez." : problem.message);
    return false;
  } finally {
    button?.removeAttribute("aria-disabled");
  }
}

async function send(words) {
  const data = new FormData(composer);
  data.set("text", words);
  scroll.scrollTop = scroll.scrollHeight;
  return submit(composer, data, null);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("live" in form.dataset)) return;
  event.preventDefault();
  const button = event.submitter;
  if (button?.getAttribute("aria-disabled")) return;
  if (form === composer) {
    const words = text.value.trim();
    if (words && (await send(words))) text.value = "";
    text.focus();
  } else {
    await submit(form, new FormData(form, button), button);
  }
});

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit();
  }
});

composer.addEventListener("change", (event) => {
  if (event.target.name !== "person") return;
  const follow = isAtEnd();
  posts.querySelectorAll("[data-only-for]").forEach(showOnlyMine);
  if (follow) scroll.scrollTop = scroll.scrollHeight;
});

state.addEventListener("change", (event) => {
  const form = event.target.form;
  if ("submit" in event.target.dataset) submit(form, new FormData(form), null);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-text]");
  if (!button) return;
  if (button.dataset.send) {
    send(button.dataset.send);
  } else {
    text.value = button.dataset.text;
    text.focus();
  }
});

document.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
posts.querySelectorAll("[data-only-for]").forEach(showOnlyMine);
document.querySelectorAll(".toasts .toast").forEach((line) => setTimeout(() => line.remove(), TOAST_MS));
scroll.scrollTop = scroll.scrollHeight;
listen();
