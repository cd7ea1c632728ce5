"""Traces of seven days: keyed tags beside a signature, which leave with it and name nobody."""

from datetime import timedelta

import pytest
from django.db import connection

from core import keys
from ledger.services import index_of, seal
from petitions import tags
from petitions.errors import AlreadyConfirmed
from petitions.models import Alarm, Petition, SignatureRequest, Trace
from petitions.periodic import purge_expired_requests
from petitions.services import (
    Confirmed,
    carry_out_annulments,
    purge_traces,
    request_signature,
    withdraw_signature,
    withdraw_with_receipt,
)
from petitions.typed import Typed
from tests.factories.annulments import WAITED, announced
from tests.factories.petitions import NOW, confirm, make_petition, sign
from tests.petitions.leaving import opening

pytestmark = pytest.mark.django_db
NETWORK = "192.0.2.0/24"
ADA = Typed("Ada Lovelace", "ada@example.org", "47200")


def wish_from(
    petition: Petition, name: str = "ada", *, network: str = NETWORK, domain: str = "example.org"
) -> SignatureRequest:
    typed = Typed("Ada Lovelace", f"{name}@{domain}", "47200")
    return request_signature(petition=petition, typed=typed, at=NOW, network=network)


def sign_from(petition: Petition, name: str = "ada", **origin: str) -> Confirmed:
    return confirm(wish_from(petition, name, **origin))


def test_a_signature_leaves_a_trace_of_tags_and_a_day() -> None:
    petition = make_petition()
    confirmed = sign_from(petition)
    [trace] = Trace.objects.all()
    key = keys.petition_key(petition.pk)
    assert bytes(trace.commitment) == confirmed.hidden.commitment
    assert bytes(trace.network) == tags.network_tag(key, petition=petition.pk, network=NETWORK)
    assert trace.day == NOW.date()


def test_the_network_is_that_of_asking_whatever_confirms() -> None:
    petition = make_petition()
    for name in ["ada", "grace"]:
        sign_from(petition, name)
    sign_from(petition, "charles", network="2001:db8::/56")
    assert len({bytes(one) for one in Trace.objects.values_list("network", flat=True)}) == 2
    assert len({bytes(one) for one in Trace.objects.values_list("provider", flat=True)}) == 1


def test_two_petitions_have_no_tag_in_common() -> None:
    for _ in range(2):
        sign_from(make_petition())
    for column in ["provider", "network"]:
        assert len({bytes(one) for one in Trace.objects.values_list(column, flat=True)}) == 2


def test_nothing_kept_names_a_network_or_a_provider() -> None:
    wish = wish_from(make_petition(), domain="yopmail.com")
    assert b"192.0.2" not in bytes(wish.sealed or b"")
    confirm(wish)
    with connection.cursor() as cursor:
        for table in ["petitions_trace", "petitions_signaturerequest", "core_outboxletter"]:
            cursor.execute(f"SELECT row_to_json(kept)::text FROM {table} AS kept")  # noqa: S608
            said = str(cursor.fetchall())
            for known in ["192.0.2", "yopmail", b"192.0.2".hex(), b"yopmail".hex()]:
                assert known not in said


def test_only_throw_away_addresses_are_marked() -> None:
    petition = make_petition()
    for domain in ["yopmail.com", "mozmail.com", "example.org"]:
        sign_from(petition, domain=domain)
    assert sorted(Trace.objects.values_list("is_disposable", flat=True)) == [False, False, True]
    assert petition.signatures.count() == 3


def test_a_signature_that_came_through_no_network_leaves_no_trace() -> None:
    sign(make_petition())
    assert not Trace.objects.exists()


def test_a_second_signature_of_one_person_leaves_no_trace() -> None:
    petition = make_petition()
    sign(petition)
    wish = wish_from(petition)
    with pytest.raises(AlreadyConfirmed):
        confirm(wish)
    assert not Trace.objects.exists()


def test_a_signature_withdrawn_by_mail_takes_its_trace_along() -> None:
    petition = make_petition()
    sign_from(petition)
    sign_from(petition, "grace")
    withdraw_signature(petition=petition, typed=ADA)
    assert Trace.objects.count() == 1


def test_a_signature_withdrawn_with_its_receipt_takes_its_trace_along() -> None:
    petition = make_petition()
    confirmed = sign_from(petition)
    withdraw_with_receipt(petition=petition, **opening(confirmed))
    assert not Trace.objects.exists()


def test_an_annulled_signature_takes_its_trace_along() -> None:
    petition = make_petition()
    confirmed = sign_from(petition)
    seal(at=NOW)
    announced(petition, [index_of(confirmed.hidden.commitment) or 0])
    carry_out_annulments(at=NOW + WAITED)
    assert not Trace.objects.exists()


def test_traces_are_purged_after_seven_days() -> None:
    sign_from(make_petition())
    assert purge_traces(at=NOW + timedelta(days=6, hours=11)) == 0
    assert purge_traces(at=NOW + timedelta(days=7)) == 1
    assert purge_traces(at=NOW + timedelta(days=7)) == 0


def test_alarms_about_purged_traces_go_with_them_others_stay() -> None:
    petition = make_petition()
    for subject in ["network", "provider", "count"]:
        Alarm.objects.create(
            petition=petition, subject=subject, day=NOW.date(), signatures=1, first_seen_at=NOW
        )
    purge_traces(at=NOW + timedelta(days=7))
    assert [alarm.subject for alarm in Alarm.objects.all()] == ["count"]


def test_the_hourly_purge_forgets_traces() -> None:
    sign_from(make_petition())
    Trace.objects.update(day=NOW.date() - timedelta(days=9))
    purge_expired_requests()
    assert not Trace.objects.exists()
