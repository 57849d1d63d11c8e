using System.Net;
using System.Net.Http.Headers;
using SecUpIoT.Hosting.Links.Http;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Wire;

namespace SecUpIoT.Hosting.Tests.Http;

public sealed class HttpBindingTests(HttpFixture fixture) : IClassFixture<HttpFixture>, IAsyncLifetime
{
    private readonly HttpLinkServer _server = HttpFixture.Server(null);
    private HttpClient _http = null!;
    private HttpLinkClient _client = null!;

    public async Task InitializeAsync()
    {
        var address = await _server.StartAsync(default);
        _http = new HttpClient { BaseAddress = address };
        _client = fixture.Client(address, null);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        _client.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_that_a_machine_decided_travels_with_200()
    {
        using var content = Body(MessageCodec.Encode(new CheckIn(new byte[] { 1 }, default(Digest), ResultCode.RolledBack)));

        using var response = await _http.PostAsync(HttpBinding.CheckInPath, content).Soon();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(ResultCode.NotEnrolled, (await RefusalOf(response)).Code);
    }

    [Theory]
    [InlineData("C1", 400, ResultCode.MalformedMessage)]
    [InlineData("", 400, ResultCode.MalformedMessage)]
    [InlineData("920E90", 400, ResultCode.MalformedMessage)]
    public async Task A_body_that_does_not_belong_here_is_refused_with_400(string hex, int status, ResultCode code)
    {
        using var content = Body(Convert.FromHexString(hex));

        using var response = await _http.PostAsync(HttpBinding.CheckInPath, content).Soon();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (await RefusalOf(response)).Code);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var response = await _http.PostAsync(HttpBinding.CheckInPath, new StringContent("{}")).Soon();

        Assert.Equal(ResultCode.MalformedMessage, (await RefusalOf(response)).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_beyond_the_limit_is_refused_with_413(bool chunked)
    {
        using var content = new StreamContent(new MemoryStream(new byte[Limits.Message + 1]));
        content.Headers.ContentType = new MediaTypeHeaderValue(HttpBinding.ContentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, HttpBinding.CheckInPath) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;

        using var response = await _http.SendAsync(request).Soon();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(ResultCode.LimitExceeded, (await RefusalOf(response)).Code);
    }

    [Theory]
    [InlineData("/nowhere", 404)]
    [InlineData("/v1/check-in", 405)]
    [InlineData("/payloads/sha256/00", 404)]
    [InlineData("/payloads/sha256/0000000000000000000000000000000000000000000000000000000000000000", 404)]
    public async Task What_is_not_there_is_refused_with_M09(string path, int status)
    {
        using var response = await _http.GetAsync(path).Soon();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(ResultCode.NotAvailable, (await RefusalOf(response)).Code);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=99990-", 99_990, 10)]
    [InlineData("bytes=-10", 99_990, 10)]
    [InlineData("bytes=99990-200000", 99_990, 10)]
    [InlineData("bytes=500-70499", 500, 70_000)]
    public async Task A_range_is_served(string range, int offset, int length)
    {
        using var response = await GetAsync(("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal($"bytes {offset}-{offset + length - 1}/{HttpFixture.Image.Length}", response.Content.Headers.ContentRange!.ToString());
        Assert.Equal(HttpFixture.Image[offset..(offset + length)], await response.Content.ReadAsByteArrayAsync().Soon());
    }

    [Theory]
    [InlineData("bytes=100000-")]
    [InlineData("bytes=9-0")]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=a-b")]
    [InlineData("lines=0-1")]
    public async Task A_range_that_cannot_be_satisfied_is_416(string range)
    {
        using var response = await GetAsync(("Range", range));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("bytes */100000", response.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task A_payload_may_be_cached_for_ever()
    {
        using var whole = await GetAsync();
        using var again = await GetAsync(("If-None-Match", whole.Headers.ETag!.ToString()));
        using var other = await GetAsync(("If-Range", "\"other\""), ("Range", "bytes=0-1"));

        Assert.Equal(HttpFixture.Image, await whole.Content.ReadAsByteArrayAsync().Soon());
        Assert.Contains("immutable", whole.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task The_client_gets_exactly_the_block_that_it_asks_for()
    {
        var arrival = await _client.GetBlockAsync(new BlockRequest(HttpFixture.ImageDigest, 1000, 4096), default).Soon();

        var block = Assert.IsType<Block>(arrival.Message);
        Assert.Equal((1000UL, 100_000UL), (block.Offset, block.TotalSize));
        Assert.Equal(Bytes.CopyOf(HttpFixture.Image.AsSpan(1000, 4096)), block.Data);
    }

    [Fact]
    public async Task The_client_streams_a_payload_from_where_it_stopped()
    {
        using var received = new MemoryStream();

        var fault = await _client.GetPayloadAsync(new PayloadName(HttpFixture.ImageDigest, 100_000), 60_000, part => received.WriteAsync(part).AsTask(), default).Soon();

        Assert.Null(fault);
        Assert.Equal(HttpFixture.Image[60_000..], received.ToArray());
    }

    [Fact]
    public async Task A_payload_of_another_size_than_the_catalogue_says_is_refused_before_it_is_read()
    {
        var fault = await _client.GetPayloadAsync(new PayloadName(HttpFixture.ImageDigest, 99_999), 0, _ => throw new InvalidOperationException(), default).Soon();

        Assert.Equal(ResultCode.PayloadDigestMismatch, fault!.Code);
    }

    [Fact]
    public async Task A_missing_payload_is_an_answer_with_its_code()
    {
        var arrival = await _client.GetBlockAsync(new BlockRequest(default, 0, 1), default).Soon();

        Assert.Equal(ResultCode.NotAvailable, Assert.IsType<Refusal>(arrival.Message).Code);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var second = HttpFixture.Server(null, _http.BaseAddress!.Port);

        var exception = await Assert.ThrowsAsync<HostStartException>(() => second.StartAsync(default));

        Assert.Contains($":{_http.BaseAddress.Port}", exception.Message, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> GetAsync(params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, HttpBinding.PayloadPath(HttpFixture.ImageDigest));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await _http.SendAsync(request).Soon();
    }

    private static ByteArrayContent Body(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(HttpBinding.ContentType) } };

    private static async Task<Refusal> RefusalOf(HttpResponseMessage response) =>
        Assert.IsType<Refusal>(MessageCodec.Decode(await response.Content.ReadAsByteArrayAsync().Soon()).Value);
}
