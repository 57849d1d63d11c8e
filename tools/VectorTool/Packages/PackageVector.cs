using SecUpIoT.Protocol;

namespace SecUpIoT.VectorTool.Packages;

/// <summary>One envelope and what the device makes of it.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Description">What is right or wrong.</param>
/// <param name="Envelope">The bytes.</param>
/// <param name="Result">Success, or the code with which it is refused.</param>
internal sealed record PackageVector(string Name, string Description, byte[] Envelope, ResultCode Result = ResultCode.Success);
