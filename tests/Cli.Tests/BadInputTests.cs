namespace SecUpIoT.Cli.Tests;

/// <summary>Wrong input of every kind: a documented exit code, one clear sentence, and nothing changed.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("package", "verify", "{missing}", "--key", "{missing}")]
    [InlineData("key", "show", "{missing}")]
    [InlineData("package", "create", "--image", "{missing}", "--key", "{missing}", "--number", "1", "--vendor", "example.com", "--class", "x", "--out", "{out}")]
    [InlineData("device", "run", "{missing}")]
    [InlineData("status", "--trial", "{missing}")]
    public async Task A_missing_file_is_named(params string[] arguments)
    {
        var ran = await RunAsync(arguments);

        Assert.Equal(ExitCode.Configuration, ran.ExitCode);
        Assert.Contains("missing", ran.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch["out"]));
    }

    [Theory]
    [InlineData]
    [InlineData("bogus")]
    [InlineData("package", "create")]
    [InlineData("enrol", "no-uuid", "--tracker", "https://127.0.0.1:1")]
    [InlineData("withdraw", "1234", "--trial", "x")]
    [InlineData("demo", "--topology", "star")]
    [InlineData("demo", "--attack", "unheard-of")]
    [InlineData("node", "run")]
    [InlineData("init", "x", "--devices", "0")]
    public async Task A_wrong_command_line_is_a_usage_error(params string[] arguments)
    {
        var ran = await RunAsync(arguments);

        Assert.Equal(ExitCode.Usage, ran.ExitCode);
        Assert.NotEmpty(ran.Errors);
    }

    [Fact]
    public async Task A_file_that_is_no_envelope_is_refused_with_its_code()
    {
        await NewKeyAsync("author.key");

        var ran = await RunAsync("package", "verify", _scratch.Image("image.bin", 5000), "--key", _scratch["author.key.pub"]);

        Assert.Equal(ExitCode.Refused, ran.ExitCode);
        Assert.Contains("MalformedManifest", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("requirement", "R-FS-03")]
    public async Task A_package_of_another_author_is_refused()
    {
        await NewKeyAsync("author.key");
        await NewKeyAsync("other.key");
        var envelope = await PackageAsync("author.key", 1);

        var genuine = await RunAsync("package", "verify", envelope, "--key", _scratch["author.key.pub"]);
        var foreign = await RunAsync("package", "verify", envelope, "--key", _scratch["other.key.pub"]);

        Assert.Equal(ExitCode.Done, genuine.ExitCode);
        Assert.Equal(ExitCode.Refused, foreign.ExitCode);
        Assert.Contains("NotAuthentic", foreign.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("requirement", "R-GEN-11")]
    public async Task A_private_key_is_the_owners_alone_and_never_overwritten_by_accident()
    {
        await NewKeyAsync("author.key");
        var before = await File.ReadAllTextAsync(_scratch["author.key"]);

        var again = await RunAsync("key", "new", _scratch["author.key"]);

        Assert.Equal(ExitCode.Configuration, again.ExitCode);
        Assert.Equal(before, await File.ReadAllTextAsync(_scratch["author.key"]));
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scratch["author.key"]));
        File.SetUnixFileMode(_scratch["author.key"], UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var open = await RunAsync("package", "create", "--image", _scratch.Image("i", 10), "--key", _scratch["author.key"], "--number", "1", "--vendor", "a.example", "--class", "x", "--out", _scratch["out"]);
        Assert.Equal(ExitCode.Configuration, open.ExitCode);
        Assert.Contains("chmod 600", open.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_configuration_is_named_with_line_and_key()
    {
        await InitAsync();
        await File.AppendAllTextAsync(_scratch["trial/device-1.yaml"], "trial-perriod: 5m\n");

        var ran = await RunAsync("device", "run", _scratch["trial/device-1.yaml"]);

        Assert.Equal(ExitCode.Configuration, ran.ExitCode);
        Assert.Matches(@"device-1\.yaml:\d+: trial-perriod: unknown key", ran.Errors);
    }

    [Fact]
    public async Task An_unreachable_tracker_is_named()
    {
        await InitAsync();

        var ran = await RunAsync("status", "--trial", _scratch["trial"]);

        Assert.Equal(ExitCode.Transport, ran.ExitCode);
        Assert.Contains("Unreachable", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("requirement", "R-DC-13")]
    public async Task A_factory_image_that_does_not_fit_is_refused()
    {
        var ran = await RunAsync("init", _scratch["trial"], "--slot-size", "1", "--factory-image", _scratch.Image("big", 2_000_000));

        Assert.Contains("ImageTooLarge", ran.Output + ran.Errors, StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Done, ran.ExitCode);
    }

    [Fact]
    public async Task A_corrupted_flash_is_named_and_left_alone()
    {
        await InitAsync();
        var flash = _scratch["trial/data/device-1.flash"];
        await using (var stream = File.OpenWrite(flash)) await stream.WriteAsync(new byte[64]);
        var before = await File.ReadAllBytesAsync(flash);

        var ran = await RunAsync("device", "run", _scratch["trial/device-1.yaml"]);

        Assert.Equal(ExitCode.Storage, ran.ExitCode);
        Assert.Contains("device-1.flash", ran.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(flash));
    }

    [Fact]
    public async Task A_corrupted_database_is_named()
    {
        await InitAsync();
        Directory.CreateDirectory(_scratch["trial/data/tracker"]);
        await File.WriteAllTextAsync(_scratch["trial/data/tracker/tracker.db"], new string('x', 8192));

        var ran = await RunAsync("tracker", "run", _scratch["trial/tracker.yaml"]);

        Assert.Equal(ExitCode.Storage, ran.ExitCode);
        Assert.Contains("tracker.db", ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_is_not_made_in_a_folder_that_holds_files()
    {
        await InitAsync();

        var ran = await RunAsync("init", _scratch["trial"]);

        Assert.Equal(ExitCode.Configuration, ran.ExitCode);
        Assert.Contains("empty", ran.Errors, StringComparison.Ordinal);
    }

    private Task<Ran> RunAsync(params string[] arguments) =>
        Secup.RunAsync([.. arguments.Select(argument => argument switch { "{missing}" => _scratch["missing"], "{out}" => _scratch["out"], _ => argument })]);

    private async Task NewKeyAsync(string name) => Assert.Equal(ExitCode.Done, (await RunAsync("key", "new", _scratch[name])).ExitCode);

    private async Task InitAsync()
    {
        var ran = await RunAsync("init", _scratch["trial"], "--slot-size", "1");
        Assert.True(ran.ExitCode == ExitCode.Done, ran.Errors);
    }

    private async Task<string> PackageAsync(string key, int number)
    {
        var ran = await RunAsync("package", "create", "--image", _scratch.Image("app.bin", 1000), "--key", _scratch[key], "--number", $"{number}", "--vendor", "example.com", "--class", "webcam", "--out", _scratch["app.suit"]);
        Assert.True(ran.ExitCode == ExitCode.Done, ran.Errors);
        return _scratch["app.suit"];
    }
}
