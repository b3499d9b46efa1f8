from exchange.lib.i18n import N_


def test_a_marked_message_is_itself() -> None:
    assert N_("Place confirmed") == "Place confirmed"
