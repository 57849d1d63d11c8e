namespace SecUpIoT.Conformance.Traceability.Checks;

/// <summary>Texts and vectors against what was locked.</summary>
internal static class LockChecks
{
    private const string Renew = "secup conformance trace --update-lock";

    /// <summary>T11: a test purpose whose text changed has a higher version, and the lock knows it.</summary>
    public static IEnumerable<TraceFinding> Purposes(TraceSubject subject)
    {
        var current = PurposesLock.Current(subject.Pickles);
        foreach (var (id, now) in current)
        {
            if (!subject.Lock.Purposes.TryGetValue(id, out var locked)) yield return new("T11", id, $"Expected it in {PurposesLock.Path}; it is not there. Lock it: {Renew}.");
            else if (Unversioned(id, locked, now) is { } changed) yield return changed;
            else if (locked != now) yield return new("T11", id, $"Expected version {now.Version} in {PurposesLock.Path}; it has version {locked.Version}. Lock it: {Renew}.");
        }

        foreach (var (id, _) in subject.Lock.Purposes.Where(pair => !pair.Value.IsRetired && !current.ContainsKey(pair.Key)))
            yield return new("T11", id, $"Expected its scenario; it is gone. If that is meant, retire its id: {Renew}.");
    }

    /// <summary>What forbids to renew the lock: texts that changed while their version did not rise, versions that fell, ids that are used again.</summary>
    public static IEnumerable<TraceFinding> Unversioned(TraceSubject subject) =>
        [.. PurposesLock.Current(subject.Pickles).Select(pair => subject.Lock.Purposes.TryGetValue(pair.Key, out var locked) ? Unversioned(pair.Key, locked, pair.Value) : null).OfType<TraceFinding>()];

    /// <summary>T15: vectors are used, are those that were locked, and have names of their own.</summary>
    public static IEnumerable<TraceFinding> Vectors(TraceSubject subject)
    {
        foreach (var file in subject.Vectors)
        {
            if (!file.IsUsed) yield return new("T15", file.Name, "Expected that a scenario uses every vector file; nothing names this one.");
            if (!subject.Lock.Vectors.TryGetValue(file.Name, out var locked)) yield return new("T15", file.Name, $"Expected it in {PurposesLock.Path}; it is not there. Lock it: {Renew}.");
            else if (locked != file.Digest) yield return new("T15", file.Name, $"Expected the bytes that were locked; they changed. If that is meant: {Renew}.");
            if (file.Rows.Count == 0) yield return new("T15", file.Name, "Expected a list 'vectors' with at least one row; there is none.");
            foreach (var row in file.Rows.GroupBy(static row => row).Where(static group => group.Count() > 1 || group.Key.Length == 0))
                yield return new("T15", file.Name, $"Expected a name of its own for each row; '{row.Key}' stands {row.Count()} times.");
        }

        foreach (var name in subject.Lock.Vectors.Keys.Except(subject.Vectors.Select(static file => file.Name)))
            yield return new("T15", name, $"Expected the file; it is gone. If that is meant: {Renew}.");
    }

    private static TraceFinding? Unversioned(string id, LockedPurpose locked, LockedPurpose now)
    {
        if (locked.IsRetired) return new("T11", id, "Expected a new id, because the test purpose of this one is gone. Give the scenario the next free number.");
        if (now.Version < locked.Version) return new("T11", id, $"Expected at least version {locked.Version}; it is {now.Version}. A version does not fall.");
        return locked.Digest != now.Digest && now.Version == locked.Version
            ? new("T11", id, $"Expected a higher version than {locked.Version}, because its text changed. Tag it @version:{locked.Version + 1}.")
            : null;
    }
}
