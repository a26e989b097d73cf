#!/usr/bin/env bash
# Of three libraries for documents that several people edit, one forgets what was deleted, and two hand it on with each copy, in clear or packed.
#
# Versions: yjs 13.6.33, @automerge/automerge 3.5.0, loro-crdt 1.17.1 (npm).
# Expected: a token that was pasted into a shared document and deleted again is gone from what is saved then; all three say of the
#   document that it does not have it. That deletions have to be remembered, so that other copies learn of them, is a matter of numbers.
# Seen (2026-11-30): Yjs keeps numbers. Automerge's `save` and Loro's `export` of a snapshot keep each letter that was ever there, and each member
#   of a map, and give the old version back. In a short document it stands in the file in clear; of a longer one
#   Automerge deflates the column that it is in, so that `grep` finds nothing and the library still has it. To lose it takes a new
#   document, or Loro's other kind of export, the shallow snapshot.
# Why it matters: such files are synchronised, attached and committed like others, and look, opened in each program, like their last state. "I
#   deleted it at once" is true and does not help; the key has to be replaced.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error yjs@13.6.33 @automerge/automerge@3.5.0 loro-crdt@1.17.1 > npm.log

cat > documents.js <<'END'
import * as automerge from '@automerge/automerge';
import {LoroDoc} from 'loro-crdt';
import * as Y from 'yjs';

const TOKEN = 'token-that-was-pasted';
const SHORT = ' and a word';
const LONG = Array.from({length: 400}, (_, number) => ` word ${number * 7919}`).join('');

function ofYjs(rest) {
  const document = new Y.Doc();
  document.getText('text').insert(0, TOKEN + rest);
  document.getMap('map').set('member', TOKEN);
  document.getText('text').delete(0, TOKEN.length);
  document.getMap('map').delete('member');
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document));
  return {now: copy.getText('text') + JSON.stringify(copy.getMap('map')), file: Y.encodeStateAsUpdate(document), before: ''};
}

function ofAutomerge(rest) {
  let document = automerge.from({text: TOKEN + rest, map: {member: TOKEN}});
  document = automerge.change(document, (draft) => {
    automerge.splice(draft, ['text'], 0, TOKEN.length);
    delete draft.map.member;
  });
  const file = automerge.save(document);
  const copy = automerge.load(file);
  const [first] = automerge.getHistory(copy);
  return {now: JSON.stringify(copy), file, before: JSON.stringify(automerge.view(copy, [first.change.hash]))};
}

function ofLoro(rest, options) {
  const document = new LoroDoc();
  document.getText('text').insert(0, TOKEN + rest);
  document.getMap('map').set('member', TOKEN);
  document.commit();
  const first = document.frontiers();
  document.getText('text').delete(0, TOKEN.length);
  document.getMap('map').delete('member');
  document.commit();
  const file = document.export(options(document));
  const copy = LoroDoc.fromSnapshot(file);
  const now = JSON.stringify(copy.toJSON());
  let before = '';
  try {
    copy.checkout(first);
    before = JSON.stringify(copy.toJSON());
  } catch {}
  return {now, file, before};
}

const kinds = {
  'Yjs': ofYjs,
  'Automerge': ofAutomerge,
  'Loro, snapshot': (rest) => ofLoro(rest, () => ({mode: 'snapshot'})),
  'Loro, shallow snapshot': (rest) => ofLoro(rest, (document) => ({mode: 'shallow-snapshot', frontiers: document.frontiers()})),
};
for (const [name, make] of Object.entries(kinds)) {
  for (const [size, rest] of [['short', SHORT], ['long', LONG]]) {
    const {now, file, before} = make(rest);
    const state = now.includes(TOKEN) ? 'there' : 'deleted';
    const inFile = Buffer.from(file).includes(TOKEN) ? 'in clear' : 'not seen';
    console.log(`${name}, ${size}: ${state}, in the file ${inFile}, ${before.includes(TOKEN) ? 'given back' : 'not given back'}`);
  }
}
END
cat > expected <<'END'
Yjs, short: deleted, in the file not seen, not given back
Yjs, long: deleted, in the file not seen, not given back
Automerge, short: deleted, in the file in clear, given back
Automerge, long: deleted, in the file not seen, given back
Loro, snapshot, short: deleted, in the file in clear, given back
Loro, snapshot, long: deleted, in the file in clear, given back
Loro, shallow snapshot, short: deleted, in the file not seen, not given back
Loro, shallow snapshot, long: deleted, in the file not seen, not given back
END
node documents.js | tee seen
diff expected seen >&2 || { echo "Changed: other documents keep what was deleted now." >&2; exit 1; }
