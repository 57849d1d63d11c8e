using System.Runtime.CompilerServices;
using SecUpIoT.Fuzz.Targets;

namespace SecUpIoT.Fuzz.Engine;

/// <summary>The other end of driver.c: examines one input after the other with instrumented decoders, and keeps what breaks a promise.</summary>
internal static unsafe class DecoderProcess
{
    // This program may have been started by an executable of its own, which would take the assembly for an argument.
    private static string Dotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? Environment.ProcessPath!
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Program and arguments that start it.</summary>
    /// <param name="assembly">This program, or its instrumented copy.</param>
    /// <param name="target">What it decodes.</param>
    /// <param name="shared">The file of the <see cref="SharedPage"/>.</param>
    /// <param name="findings">The folder for findings.</param>
    public static string[] CommandOf(string assembly, FuzzTarget target, string shared, string findings) => [Dotnet, assembly, "serve", target.Name, shared, findings];

    /// <summary>Runs until the driver closes its end.</summary>
    /// <param name="arguments">The target's name, the shared file, the folder for findings.</param>
    public static int Serve(ReadOnlySpan<string> arguments)
    {
        using var page = SharedPage.Open(arguments[1]);
        // Before the first instrumented method runs: from then on every branch is counted.
        SharpFuzz.Common.Trace.SharedMem = page.Start;
        return Serve(arguments[0], page, new FindingFolder(arguments[2]));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Serve(string name, SharedPage page, FindingFolder findings)
    {
        var target = AllTargets.Find(name)[0];
        using var orders = Console.OpenStandardInput();
        using var answers = Console.OpenStandardOutput();
        // What a decoder prints must not answer for it.
        Console.SetOut(TextWriter.Null);
        Span<byte> length = stackalloc byte[4];
        ReadOnlySpan<byte> done = [1];
        while (true)
        {
            if (orders.ReadAtLeast(length, 4, throwOnEndOfStream: false) < 4) return 0;
            var input = page.Input(BitConverter.ToInt32(length));
            var counters = new Span<byte>(page.Start, SharedPage.Counters);
            counters.Clear();
            SharpFuzz.Common.Trace.PrevLocation = 0;
            if (target.Examine(input) is { } breach && findings.Keep(input, breach)) page.Breaches++;
            page.Executions++;
            Count(counters, page.Taken, page);
            answers.Write(done);
            answers.Flush();
        }
    }

    private static void Count(ReadOnlySpan<byte> counters, Span<bool> taken, SharedPage page)
    {
        for (var at = counters.IndexOfAnyExcept((byte)0); at >= 0 && at < counters.Length;)
        {
            if (!taken[at])
            {
                taken[at] = true;
                page.Branches++;
            }

            var next = counters[(at + 1)..].IndexOfAnyExcept((byte)0);
            if (next < 0) return;
            at += 1 + next;
        }
    }
}
