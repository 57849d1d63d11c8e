namespace SecUpIoT.Protocol.Cose;

/// <summary>Why a COSE message was refused.</summary>
public enum CoseFault
{
    /// <summary>Not the expected structure in deterministic encoding.</summary>
    Malformed,
    /// <summary>Larger than allowed.</summary>
    TooLarge,
    /// <summary>Another COSE message type, a critical header, or an alg outside the protected header.</summary>
    NotSupported,
    /// <summary>The algorithm is unknown here, or no trusted key may be used with it.</summary>
    AlgorithmNotSupported,
    /// <summary>The payload is detached where it has to be embedded, or the other way round.</summary>
    WrongPayloadForm,
    /// <summary>The content type is not the expected one.</summary>
    WrongContentType,
    /// <summary>The key identifier names none of the trusted keys.</summary>
    UnknownKey,
    /// <summary>No trusted key verifies the signature.</summary>
    BadSignature,
}

/// <summary>Why a COSE message was refused, with a word for people.</summary>
public sealed record CoseError(CoseFault Fault, string Detail);
