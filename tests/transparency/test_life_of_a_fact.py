"""Facts are recorded, published, corrected and withdrawn; their history stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories.transparency import (
    NOW,
    make_content,
    make_draft,
    make_fact,
    make_source,
    make_topic,
)
from transparency.errors import (
    AlreadyRevised,
    ReasonMissing,
    SlugTaken,
    SourceInUse,
    SourceMissing,
    StatementMissing,
    UnreadableDate,
    WrongStatus,
)
from transparency.models import Fact, FactRevision, Source
from transparency.services import (
    publish_fact,
    record_fact,
    revise_fact,
    revise_source,
    save_topic,
    withdraw_fact,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def correct(fact: Fact, *, reason: str = "L’Insee a publié mieux.", **content: str) -> Fact:
    """Correct `fact` tomorrow; it keeps its source."""
    said = make_content(source=fact.source, **content)
    return revise_fact(fact=fact, topic=fact.topic, content=said, reason=reason, at=LATER)


def test_a_new_fact_is_a_draft() -> None:
    fact = make_draft(value="15,4", unit="%", as_of="2021")
    assert (fact.status, fact.figure, fact.as_of_in_words) == ("draft", "15,4\u00a0%", "en 2021")


def test_two_facts_never_share_an_address() -> None:
    make_draft(slug="illectronisme")
    with pytest.raises(SlugTaken):
        make_draft(slug="illectronisme")
    assert Fact.objects.count() == 1


def test_a_fact_says_something() -> None:
    with pytest.raises(StatementMissing):
        make_draft(statement="  ")


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(UnreadableDate):
        make_draft(as_of="31/12/2021")


def test_a_correction_keeps_what_was_said_before() -> None:
    fact = correct(make_fact(value="15,3"), value="15,4")
    values = list(FactRevision.objects.public().order_by("number").values_list("value", "reason"))
    assert values == [("15,3", ""), ("15,4", "L’Insee a publié mieux.")]
    assert Fact.objects.get(pk=fact.pk).value == "15,4"


def test_what_the_public_saw_changes_only_with_a_reason() -> None:
    fact = make_fact(value="15,3")
    with pytest.raises(ReasonMissing):
        correct(fact, reason=" ", value="15,4")
    assert Fact.objects.get(pk=fact.pk).value == "15,3"


def test_a_draft_changes_without_a_reason_and_without_a_public_trace() -> None:
    draft = correct(make_draft(statement="Brouillon malheureux."), reason="")
    publish_fact(fact=draft, at=LATER)
    assert not FactRevision.objects.public().filter(statement="Brouillon malheureux.").exists()


def test_the_first_of_two_editors_wins() -> None:
    fact = make_fact()
    same_fact = Fact.objects.get(pk=fact.pk)
    correct(fact, value="1")
    with pytest.raises(AlreadyRevised):
        correct(same_fact, value="2")
    assert Fact.objects.get(pk=fact.pk).value == "1"


@pytest.mark.parametrize("missing", [{"url": ""}, {"kind": Source.Kind.MEMORY}])
def test_nothing_is_published_that_nobody_can_check(missing: dict[str, str]) -> None:
    draft = make_draft(source=make_source(**missing))
    with pytest.raises(SourceMissing):
        publish_fact(fact=draft, at=NOW)
    assert not Fact.objects.published().exists()


def test_a_correction_does_not_take_the_source_away() -> None:
    fact = make_fact()
    with pytest.raises(SourceMissing):
        revise_fact(
            fact=fact,
            topic=fact.topic,
            content=make_content(source=make_source(url="")),
            reason="Sans source.",
            at=LATER,
        )


def test_a_fact_is_published_once() -> None:
    with pytest.raises(WrongStatus):
        publish_fact(fact=make_fact(), at=LATER)


def test_a_withdrawn_fact_stays_in_the_record_with_its_reason() -> None:
    fact = withdraw_fact(fact=make_fact(), reason="La source s’est rétractée.", at=LATER)
    assert fact.revisions.get(event="withdrawn").reason == "La source s’est rétractée."
    assert not Fact.objects.published().exists()
    with pytest.raises(WrongStatus):
        correct(fact, value="1")


def test_a_fact_is_not_withdrawn_without_a_word() -> None:
    with pytest.raises(ReasonMissing):
        withdraw_fact(fact=make_fact(), reason="", at=LATER)


def test_a_draft_is_not_withdrawn() -> None:
    with pytest.raises(WrongStatus):
        withdraw_fact(fact=make_draft(), reason="Jamais paru.", at=LATER)


@pytest.mark.parametrize("verb", ["UPDATE {} SET reason = 'Autre'", "DELETE FROM {}"])
def test_the_database_itself_keeps_the_history(verb: str) -> None:
    make_fact()
    statement = verb.format("transparency_factrevision")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_source_that_the_public_saw_no_longer_changes() -> None:
    source = make_fact().source
    with pytest.raises(SourceInUse):
        revise_source(source=source, title="Autre", kind=source.kind, url="https://example.org/")


def test_a_source_of_drafts_may_change() -> None:
    source = make_draft().source
    revise_source(source=source, title="Autre", kind=source.kind, url=source.url)
    assert Source.objects.get(pk=source.pk).title == "Autre"


def test_a_topic_is_renamed_and_keeps_its_facts() -> None:
    topic = make_fact().topic
    save_topic(topic=topic, slug=topic.slug, title="Autre", order=3)
    assert topic.facts.count() == 1


def test_two_topics_never_share_an_address() -> None:
    topic = make_topic()
    with pytest.raises(SlugTaken):
        save_topic(slug=topic.slug, title="Autre")


def test_a_fact_may_be_recorded_with_an_empty_figure() -> None:
    fact = record_fact(slug="sans", topic=make_topic(), content=make_content(), at=NOW)
    assert fact.figure == ""
