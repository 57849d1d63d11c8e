namespace SecUpIoT.Benchmarks.Programs;

/// <summary>Another program that installs images.</summary>
internal interface IInstallPeer : IDisposable
{
    /// <summary>The program as a contestant.</summary>
    Contestant ToContestant();
}
