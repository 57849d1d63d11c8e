using PuppeteerSharp;

namespace SecUpIoT.Hosting.Tests.Page;

/// <summary>A headless Chromium. Without one the tests that need it are skipped, or fail where SECUP_REQUIRE_CHROMIUM is 1.</summary>
internal static class Chromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public static async Task<IBrowser> StartAsync()
    {
        var path = Array.Find(Places, File.Exists);
        if (path is null && Environment.GetEnvironmentVariable("SECUP_REQUIRE_CHROMIUM") == "1") Assert.Fail($"expected a Chromium at one of {string.Join(", ", Places)}");
        Skip.If(path is null, "There is no Chromium: install the package chromium to run this.");
        return await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            Timeout = 120_000,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage",
            ],
        });
    }
}
