using SecUpIoT.Hosting.Storage.Flash;

namespace SecUpIoT.Power.Tests.Mutants;

/// <summary>Stands between the flash code and its medium; what is not overridden is passed on.</summary>
internal abstract class PassingMedium(IFlashMedium inner, FlashLayout layout) : IFlashMedium
{
    public string Name => inner.Name;

    public long Length => inner.Length;

    protected IFlashMedium Inner => inner;

    protected FlashLayout Layout => layout;

    public virtual void Read(long offset, Span<byte> destination) => inner.Read(offset, destination);

    public virtual void Write(long offset, ReadOnlySpan<byte> data) => inner.Write(offset, data);

    public virtual void Flush() => inner.Flush();

    public void Dispose() => inner.Dispose();

    protected bool IsJournal(long offset) => offset >= layout.Bank(0) && offset < layout.Bank(0) + 2 * layout.BankSize;

    protected bool IsImage(long offset) => Within(offset) >= layout.Image(0) - layout.Seal(0);

    protected bool IsEnvelope(long offset) => Within(offset) is var within && within >= 2 * layout.PageSize && within < layout.Image(0) - layout.Seal(0);

    protected bool IsHeader(long offset) => Within(offset) is var within && within >= layout.PageSize && within < 2 * layout.PageSize;

    protected bool IsSeal(long offset) => Within(offset) is var within && within >= 0 && within < layout.PageSize;

    // The offset within a slot; negative before the slots.
    private long Within(long offset) => offset < layout.Seal(0) ? -1 : (offset - layout.Seal(0)) % layout.SlotSize;
}
