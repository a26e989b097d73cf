"""Where objects are found: their paths, and the commits that brought them in.

``attribution`` is where a reader begins: it asks git for what is short (ranges, HEAD, the index),
and the other modules for whole histories. One blob, whose content holds a key, on its way through
them. The repository has two commits; the trees of the second are stored as deltas of the first's:

    commit 1 --> root r1 --> src: tree s1 --> key.py: blob b1
    commit 2 --> root r2 --> src: tree s2 --> key.py: blob b2        b2 holds the key
                 (delta      (delta
                  of r1)      of s1)

    recorded     while every object is read anyway, what each tree names and its base does not:

                     r1: s1    s1: b1    r2: s2    s2: b2            commit 1: r1   commit 2: r2

    candidates   backwards from what is wanted: trees that recorded it, those that recorded these,
                 and all that is made from such a tree, since that need not have recorded it again:

                     b2 <-- s2 <-- r2

    contents     the candidates are read once more, for what they really hold, under which name:

                     s2: key.py = b2           r2: src = s2

    leading      what the candidates hold, in columns: "trees" that lead to what is wanted
    trees

    first        forwards from the roots of the commits, parents first, folder by folder. The first
    commits      commit that has something at a path is the one that brought it there:

                     commit 2: r2 --src/--> s2 --key.py--> b2        b2 is at src/key.py since 2

    standing     asks the same the other way round: which branches, tags and stashes have b2 at
                 their tips or behind them, what had it last, and whether a remote has it

All of it is done with numbers of objects in place of ids, 4 bytes each.
"""
