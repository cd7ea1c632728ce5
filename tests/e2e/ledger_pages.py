"""Pages with the hooks that the scripts of signing and withdrawing ask for, and nothing else."""

from tests.ledger.verifier.written_log import ORIGIN

WITHDRAW = "/petitions/x/retirer/"
CONFIRM_PAGE = f"""<!doctype html><html lang="fr"><title>Code</title>
<form method="post" action="/petitions/x/confirmer/abc/" data-sign="{ORIGIN}" novalidate>
<input type="hidden" name="secret" value="00"><label for="code">Code</label>
<input id="code" name="code"><button>Confirmer</button></form>
<script type="module" src="/static/js/sign.js"></script>"""
RECEIPT_PAGE = """<!doctype html><html lang="fr"><title>Reçu</title>
<section data-receipt="/petitions/x/recu/def/preuve/">
<div data-without-receipt>Pas de reçu ici.</div><p role="status" data-receipt-status></p>
<button hidden data-needs-receipt="save">Télécharger</button>
<button hidden data-needs-receipt="share">Montrer</button>
<form action="/petitions/x/recu/def/imprimer/" method="post" hidden
 data-needs-receipt="print-share">
<input type="hidden" name="extra"><button>Imprimer</button></form>
<details hidden data-needs-receipt="promise"><summary>Promesse</summary><pre></pre></details>
</section><script type="module" src="/static/js/receipt.js"></script>"""
WITHDRAW_PAGE = """<!doctype html><html lang="fr"><title>Retirer</title>
<form method="post" hidden data-withdraw="7">
<input type="hidden" name="commitment"><input type="hidden" name="w">
<input type="hidden" name="identity">
<label for="recu">Reçu</label><input type="file" id="recu" data-file>
<label for="adresse">Adresse</label><input id="adresse" data-address><button>Retirer</button></form>
<script type="module" src="/static/js/withdraw.js"></script>"""
