"""A mail scanner: it opens every link of a letter, and sends every form it finds there."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from tests.e2e.demo import Demo
from tests.e2e.signers import Answer, send

# What a machine may type without knowing anything: nothing, a word, a postcode, a code.
GUESSES = ("", "test", "12345", "000000")


@dataclass
class Form:
    """One form of a page: where it goes, and the fields it has with what they hold."""

    method: str
    path: str
    hidden: dict[str, str] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)

    def filled_with(self, guess: str) -> dict[str, str]:
        return self.hidden | dict.fromkeys(self.empty, guess)


class Reader(HTMLParser):
    """Collects the links and the forms of the page at `path`."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path = path
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        match tag:
            case "a" if "href" in values:
                self._keep_link(values["href"])
            case "form":
                target = urljoin(self.path, values.get("action", ""))
                self.forms.append(Form(values.get("method", "get").upper(), target))
            case "input" | "textarea" | "select" | "button" if self.forms and "name" in values:
                self._keep_field(values)

    def _keep_link(self, href: str) -> None:
        """Keep what leads to a page of this host; the letter knows it by its whole address."""
        whole = urlsplit(urljoin(self.path, href))
        if whole.scheme in {"", "http"} and whole.hostname in {None, "localhost", "127.0.0.1"}:
            self.links.append(whole._replace(scheme="", netloc="", fragment="").geturl() or "/")

    def _keep_field(self, values: dict[str, str]) -> None:
        form = self.forms[-1]
        if values.get("type") == "hidden" or values.get("value"):
            form.hidden[values["name"]] = values.get("value", "")
        else:
            form.empty.append(values["name"])


def scan(demo: Demo, html: str) -> list[Answer]:
    """Open every link of a letter and of the pages behind them; send every form of these pages."""
    answers: list[Answer] = []
    opened: dict[str, Reader] = {}
    to_open = Reader("/", html).links
    for _level in range(2):
        for path in dict.fromkeys(to_open):
            if path not in opened:
                answers += [send(demo, method, path) for method in ("HEAD", "OPTIONS", "GET")]
                opened[path] = Reader(path, answers[-1].body)
        to_open = [link for page in list(opened.values()) for link in page.links]
    forms = {(form.method, form.path): form for page in opened.values() for form in page.forms}
    for form in forms.values():
        answers += [_submit(demo, form, guess) for guess in GUESSES]
    return answers


def _submit(demo: Demo, form: Form, guess: str) -> Answer:
    return send(demo, form.method, form.path, form.filled_with(guess))
