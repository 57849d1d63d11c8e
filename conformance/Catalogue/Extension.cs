namespace SecUpIoT.Conformance.Catalogue;

/// <summary>A profile that stands beside Core and Secure: it is claimed or not, with either of them (D-60). No device is enrolled under it.</summary>
public enum Extension
{
    /// <summary>Groups, campaigns and an audit trail of a Status tracker.</summary>
    Fleet,
    /// <summary>Many devices behind one process, and check-ins in batches.</summary>
    Gateway,
}
