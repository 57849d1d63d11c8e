using System.Security.Cryptography;

namespace SecUpIoT.Protocol.Cose;

/// <summary>
/// The platform's form of the key of this kind that this thread used last. To import a P-256 key costs more than to verify with it, and a key that is read is used at
/// once, or again and again. Nothing depends on what is kept here but time.
/// </summary>
internal static class ImportedKey<TOwner>
    where TOwner : class
{
    [ThreadStatic]
    private static TOwner? _owner;

    [ThreadStatic]
    private static ECDsa? _key;

    /// <summary>The imported key of <paramref name="owner"/>; for use on this thread, until the next call.</summary>
    /// <exception cref="CryptographicException"><paramref name="import"/> says that it is no key.</exception>
    public static ECDsa Of(TOwner owner, Func<ECDsa> import)
    {
        if (ReferenceEquals(_owner, owner)) return _key!;
        var imported = import();
        _key?.Dispose();
        (_owner, _key) = (owner, imported);
        return imported;
    }
}
