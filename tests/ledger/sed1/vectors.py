"""The vectors of the log's specification: petition 7, alice@example.org, s = 00 01 … 1f."""

from ledger.sed1.commitments import KIND_EMAIL, LEVEL_EMAIL
from ledger.sed1.receipts import OwnerReceipt

WHO = b"alice@example.org"
PETITION = 7
SECRET = bytes(range(32))
TEXT = {
    "demand": "Rouvrir l’hôpital d’été",
    "details": "",
    "kind": "petition",
    "nonce": "0" * 64,
    "petition": PETITION,
    "title": "Hôpital",
    "version": 1,
}
T = bytes.fromhex("5d73ae18da970bc85e2f32642ea5858b50f38035b15689f925733d35b2640c5e")
C = bytes.fromhex("6f316a6302e47f242374f8f058eaaab7072756ad0ee1dacb6ea857fb7f1f97f5")
G = bytes.fromhex("0911eb7e8bd0abafd4862a925b7c130ffd2b85a834bbcc7b6456046df842f00e")
W = bytes.fromhex("0c3ecb6b01a00e9734a39d73723cfe6d7d1d2fce87a65c10c274b5b4ddbdabe2")
R = bytes.fromhex("ef06d2ead61fa3dd6e4206e58dcba240dbd253a8bc9d75adfbfaefe35ce3bd18")
R2 = bytes.fromhex("de3eaabac8d6075211c9bf1e55998f23eb15eaafd4569c19a08d21f4333117d1")
L = bytes.fromhex("c3b85276c95d2474f463a1d583910979a225e65a2ba4ae3bd7af692078859994")
I = bytes.fromhex("1f61c2a4730c76c20867a73b87b59722565629130cdb962d90a2af8c750077bf")  # noqa: E741
J = bytes.fromhex("e064918e5bad92813e9d23b1ca2bf4dcc05e2f7d6adc924c1a1f4d93f54a0c24")
EXTRA = (
    "AQAAAAcAAV1zrhjalwvIXi8yZC6lhYtQ84A1sVaJ+SVzPTWyZAxeNDggAQEAAAECAwQFBgcICQoLDA0O"
    "DxAREhMUFRYXGBkaGxwdHh8="
)
RECEIPT = OwnerReceipt(
    petition=PETITION,
    version=1,
    text_hash=T,
    area="48",
    level=LEVEL_EMAIL,
    kind=KIND_EMAIL,
    slot=0,
    secret=SECRET,
)
