using System.ComponentModel;
using System.Diagnostics;

namespace SecUpIoT.Fuzz.Engine;

/// <summary>No run is possible: what is missing or wrong, and what to do.</summary>
internal sealed class FuzzingException(string message) : Exception(message);

/// <summary>Compiles driver.c with libFuzzer.</summary>
internal static class Driver
{
    private const string Remedy = "install it, on Debian or Ubuntu with: apt-get install clang libclang-rt-14-dev (the number is that of clang --version)";

    /// <summary>The program; compiled anew when its source changed.</summary>
    /// <exception cref="FuzzingException">There is no clang, or no libFuzzer.</exception>
    public static string Make(Action<string> tell)
    {
        if (!OperatingSystem.IsLinux()) throw new FuzzingException("Expected Linux: the driver maps memory and starts processes as Linux does. 'replay' and the tests run everywhere.");
        var (source, program) = (Path.Combine(AppContext.BaseDirectory, "Engine", "driver.c"), Path.Combine(Repository.Work, "driver"));
        if (File.Exists(program) && File.GetLastWriteTimeUtc(program) >= File.GetLastWriteTimeUtc(source)) return program;
        Directory.CreateDirectory(Repository.Work);
        tell("compiling the driver with clang -fsanitize=fuzzer");
        var start = new ProcessStartInfo("clang", ["-O1", "-fsanitize=fuzzer", "-o", program, source]) { RedirectStandardError = true };
        try
        {
            using var clang = Process.Start(start)!;
            var said = clang.StandardError.ReadToEnd();
            clang.WaitForExit();
            return clang.ExitCode == 0
                ? program
                : throw new FuzzingException($"Expected clang to link libFuzzer, but it ended with {clang.ExitCode}: {said.Trim()}\nIf libclang_rt.fuzzer is missing, {Remedy}.");
        }
        catch (Win32Exception)
        {
            throw new FuzzingException($"Expected the program clang, which brings libFuzzer, but there is none; {Remedy}.");
        }
    }
}
