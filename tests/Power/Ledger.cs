using System.Globalization;
using SecUpIoT.Power.Tests.Cuts;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SecUpIoT.Power.Tests;

/// <summary>Adds up what the explorations of one class of tests went through, and says it in one line at their end; says how far a long one has come.</summary>
public sealed class Ledger(IMessageSink sink) : IDisposable
{
    private readonly Tally _all = new();
    private readonly HashSet<string> _rigs = [];
    private int _explorations;

    internal void Add(string rig, Tally tally)
    {
        lock (_all)
        {
            _explorations++;
            _rigs.Add(rig);
            _all.Add(tally);
        }
    }

    internal void Say(string text) => sink.OnMessage(new DiagnosticMessage(text));

    /// <summary>The line.</summary>
    public void Dispose()
    {
        if (_explorations > 0) Say(string.Create(CultureInfo.InvariantCulture, $"Power ({string.Join(", ", _rigs.Order(StringComparer.Ordinal))}): {_explorations} explorations, {_all}"));
    }
}
