"""A full-text index of the notes"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import sqlalchemy as sa
from alembic import op

from exchange.lib.text import fold

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_index('ix_note_event_id')
        batch_op.create_unique_constraint(batch_op.f('uq_note_event_id_id'), ['event_id', 'id'])
        batch_op.drop_column('folded')
        batch_op.drop_column('folded_speaker')

    op.create_table('note_search',
    sa.Column('note_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('sid', sa.BigInteger(), nullable=False),
    sa.Column('folded_heading', sa.String(), nullable=False),
    sa.Column('folded_speaker', sa.String(), nullable=False),
    sa.Column('folded', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['event_id', 'note_id'], ['note.event_id', 'note.id'], name=op.f('fk_note_search_event_id_note_id'), ondelete='CASCADE', onupdate='CASCADE'),
    sa.PrimaryKeyConstraint('note_id', name=op.f('pk_note_search'))
    )
    with op.batch_alter_table('note_search', schema=None) as batch_op:
        batch_op.create_index('ix_note_search_event_id', ['event_id', 'note_id'], unique=False)
        batch_op.create_index('ix_note_search_newest', ['sid', 'note_id', 'event_id'], unique=False)

    if op.get_bind().dialect.name == 'sqlite':
        for statement in SQLITE:
            op.execute(sa.text(statement.replace(':', '\\:')))
        _index_what_is_there()
    else:
        _index_what_is_there()
        for statement in POSTGRESQL:
            op.execute(sa.text(statement.replace(':', '\\:')))


# The words of a row are its pairs of neighboring characters, made by two functions that each
# connection brings along (exchange.lib.grams); those of single characters have columns of their own.
NEW = 'new.sid, search_grams(new.folded_heading), search_grams(new.folded), search_letters(new.folded_heading), search_letters(new.folded)'
OLD = NEW.replace('new.', 'old.')
COLUMNS = 'heading, folded, heading_letters, letters'
PUT = f'INSERT INTO note_fts (rowid, {COLUMNS}) VALUES ({NEW});'
TAKE = f"INSERT INTO note_fts (note_fts, rowid, {COLUMNS}) VALUES ('delete', {OLD});"
ALONE = (
    "SELECT RAISE(ABORT, 'two notes with one sid') FROM note_search"
    ' WHERE sid = new.sid AND note_id <> new.note_id;'
)
SQLITE = (
    'CREATE VIEW note_fts_content AS SELECT sid, search_grams(folded_heading) AS heading,'
    ' search_grams(folded) AS folded, search_letters(folded_heading) AS heading_letters,'
    ' search_letters(folded) AS letters FROM note_search',
    f"CREATE VIRTUAL TABLE note_fts USING fts5({COLUMNS}, content='note_fts_content',"
    " content_rowid='sid', columnsize=0, tokenize='unicode61 remove_diacritics 0')",
    f'CREATE TRIGGER note_fts_insert AFTER INSERT ON note_search BEGIN {ALONE} {PUT} END',
    f'CREATE TRIGGER note_fts_delete AFTER DELETE ON note_search BEGIN {TAKE} END',
    'CREATE TRIGGER note_fts_update AFTER UPDATE OF sid, folded_heading, folded ON note_search'
    f' BEGIN {ALONE} {TAKE} {PUT} END',
)

# A text's characters and pairs of neighboring characters, without their positions. A tsvector holds
# a million octets, so of a longer note it has the first 80,000 characters.
POSTGRESQL = (
    """
    CREATE FUNCTION search_grams(folded text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000
    RETURN (
        SELECT coalesce(
            array_to_tsvector(
                array_agg(letter) FILTER (WHERE letter <> E'\\n')
                || array_agg(letter || next) FILTER (WHERE letter <> E'\\n' AND next <> E'\\n')
            ),
            ''::tsvector
        )
        FROM ROWS FROM (
            unnest(string_to_array(left(folded, 80000), NULL)),
            unnest(string_to_array(substr(left(folded, 80000), 2), NULL))
        ) AS pair (letter, next)
    )
    """,
    'CREATE INDEX note_fts_folded ON note_search USING gin (search_grams(folded))',
    'CREATE INDEX note_fts_heading ON note_search USING gin (search_grams(folded_heading))',
)


def _index_what_is_there() -> None:
    """Write a row for each note, newest first: see exchange.search.index and sids."""
    connection = op.get_bind()
    names = {
        event: '\n'.join(fold(text or '') for text in texts)
        for event, *texts in connection.execute(sa.text(
            'SELECT event.id, title, theme, series.name, programme.name FROM event'
            ' LEFT JOIN series ON series.id = series_id'
            ' LEFT JOIN programme ON programme.id = programme_id'
        ))
    }
    venues = defaultdict(dict)
    for event, venue in connection.execute(sa.text(
        'SELECT event_id, venue FROM event_day JOIN place ON place.day_id = event_day.id'
        ' WHERE cancelled_at IS NULL ORDER BY held_on, starts, event_day.number, place.ordinal'
    )):
        venues[event][fold(venue)] = None
    notes = connection.execute(
        sa.text(
            'SELECT note.id, event_id, heading, speaker, first_on FROM note'
            ' JOIN event ON event.id = event_id'
            ' ORDER BY first_on IS NULL, first_on DESC, event_id, note.ordinal, note.id'
        ).columns(first_on=sa.Date())
    ).all()
    insert = sa.text(
        'INSERT INTO note_search (note_id, event_id, sid, folded_heading, folded_speaker, folded)'
        ' VALUES (:note_id, :event_id, :sid, :folded_heading, :folded_speaker, :folded)'
    )
    lines_of = sa.text('SELECT text FROM note_line WHERE note_id = :id ORDER BY ordinal, id')
    newest = defaultdict(int)
    for note, event, heading, speaker, first_on in notes:
        begin = (date.max.toordinal() - (first_on.toordinal() if first_on else 0)) << 16
        sid, newest[begin] = begin + newest[begin], newest[begin] + 1
        lines = connection.scalars(lines_of, {'id': note})
        texts = [*map(fold, [*lines, heading, speaker]), names[event], *venues[event]]
        connection.execute(insert, {
            'note_id': note,
            'event_id': event,
            'sid': sid,
            'folded_heading': fold(heading),
            'folded_speaker': fold(speaker),
            'folded': '\n'.join(texts),
        })


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for name in ('insert', 'delete', 'update'):
            op.execute(f'DROP TRIGGER note_fts_{name}')
        op.execute('DROP TABLE note_fts')
        op.execute('DROP VIEW note_fts_content')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.add_column(sa.Column('folded', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('folded_speaker', sa.String(), server_default='', nullable=False))
    for name in ('folded', 'folded_speaker'):
        op.execute(
            f'UPDATE note SET {name} = former.{name}'
            ' FROM note_search AS former WHERE former.note_id = note.id'
        )
    op.drop_table('note_search')
    with op.batch_alter_table('note', schema=None) as batch_op:
        batch_op.drop_constraint('uq_note_event_id_id', type_='unique')
        batch_op.create_index('ix_note_event_id', ['event_id'], unique=False)
        batch_op.alter_column('folded', server_default=None)
        batch_op.alter_column('folded_speaker', server_default=None)
    if op.get_bind().dialect.name != 'sqlite':
        op.execute('DROP FUNCTION search_grams')
