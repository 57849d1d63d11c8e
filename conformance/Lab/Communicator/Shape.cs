namespace SecUpIoT.Conformance.Lab.Communicator;

/// <summary>How large images are and in which blocks they go.</summary>
/// <param name="ImageSize">Bytes of an image.</param>
/// <param name="BlockSize">Bytes of a block that the Device core wants at most.</param>
/// <param name="Components">The components of an image.</param>
internal sealed record Shape(int ImageSize, int BlockSize, IReadOnlyList<string> Components)
{
    /// <summary>An image of one component in five blocks.</summary>
    public static Shape Usual { get; } = new(300, 64, ["firmware"]);
}
