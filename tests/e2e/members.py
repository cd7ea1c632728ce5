"""People with an account, seen from outside: they log in, propose, support, and leave."""

import re
from dataclasses import dataclass, field

from tests.e2e.demo import Demo
from tests.e2e.postman import Postman
from tests.e2e.signers import PATIENCE, Answer, insist, send

LOGIN = "/compte/connexion/"
OWN = "/petitions/participer/propositions/"
TITLE = "Un guichet humain dans chaque hôpital"
PROPOSAL = {
    "title": TITLE,
    "text": "Nous demandons un guichet tenu par une personne.",
    "details": "Beaucoup de gens n’ont pas d’ordinateur.",
    "addressees": "Ministère de la Santé",
    "sources": "https://example.org/rapport",
}


@dataclass
class Member:
    """Somebody with a browser without JavaScript, which keeps cookies."""

    demo: Demo
    address: str
    network: str
    cookies: dict[str, str] = field(default_factory=dict)

    def read(self, path: str) -> str:
        answer = send(self.demo, "GET", path, network=self.network, cookies=self.cookies)
        assert answer.status == 200, str(answer)
        return answer.body

    def post(self, path: str, **typed: str) -> Answer:
        said = typed | {"csrfmiddlewaretoken": self.cookies["csrf"]}
        return insist(self.demo, path, said, network=self.network, cookies=self.cookies)

    def knock(self) -> None:
        """Ask for a code; the browser then waits for it."""
        self.read(LOGIN)
        self._step(LOGIN, email=self.address)

    def log_in(self, postman: Postman) -> None:
        self.knock()
        code = postman.code_for(self.address, limit=PATIENCE)
        self.read(f"{LOGIN}code/")
        self._step(f"{LOGIN}code/", code=code)

    def propose(self) -> tuple[str, str]:
        """Write a proposal, look for supporters; return its own page, and that to support it."""
        self.read("/petitions/participer/proposer/")
        compared = self._step("/petitions/participer/proposer/", **PROPOSAL)
        own = compared.removesuffix("semblables/")
        self._step(own, step="seek")
        found = re.search(r"/petitions/[\w-]+/participer/soutenir/", self.read(own))
        assert found
        return own, found[0]

    def support(self, page: str) -> None:
        assert "Soutenir cette proposition" in self.read(page)
        self._step(page)

    def withdraw(self, own: str) -> None:
        self._step(own, step="withdraw", sure="1")

    def leave(self, *, keeps: bool) -> None:
        """Delete the account, and say what becomes of what it published."""
        left = "keep" if keeps else "remove"
        answer = self.post("/compte/suppression/", contributions=left, word="supprimer")
        assert answer.status == 200, str(answer)

    def _step(self, path: str, **typed: str) -> str:
        """Post what leads further; return where it leads."""
        answer = self.post(path, **typed)
        assert answer.status == 302, str(answer)
        return answer.location
