using Microsoft.AspNetCore.Http;
using SecUpIoT.Protocol;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>The client's connection ended before the request had come.</summary>
internal sealed class ClientGoneException(Exception cause) : OperationCanceledException("the connection ended before the request had come", cause);

/// <summary>What came is not the body of a request.</summary>
internal sealed class BadBodyException(ResultCode code, Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>TooMuchData: longer than allowed. TooSlow: below the floor. ConnectionLost: it ended before its announced end, or is framed wrongly.</summary>
    public ResultCode Code => code;
}

/// <summary>
/// The body of a request, to be read once. What is wrong with it is never an <see cref="IOException"/>, which a storage would take for a failure of its medium; a
/// connection that breaks ends the reading as a cancellation does.
/// </summary>
internal sealed class RequestBody(HttpContext context) : System.IO.Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("the length of a request's body is known at its end");

    public override long Position
    {
        get => throw new NotSupportedException("a request's body has no position");
        set => throw new NotSupportedException("a request's body is read once, from its beginning");
    }

    /// <inheritdoc/>
    /// <exception cref="BadBodyException">What came is no body, or too long, or too slow.</exception>
    /// <exception cref="ClientGoneException">The connection ended.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await context.Request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            throw new BadBodyException(CodeOf(exception.StatusCode), exception);
        }
        catch (IOException exception)
        {
            // The server is not to look for the rest of the body.
            context.Abort();
            throw new ClientGoneException(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("a request's body is read asynchronously");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("a request's body is read once, from its beginning");

    public override void SetLength(long value) => throw new NotSupportedException("a request's body is only read");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("a request's body is only read");

    public override void Flush()
    {
    }

    private static ResultCode CodeOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => ResultCode.TooMuchData,
        StatusCodes.Status408RequestTimeout => ResultCode.TooSlow,
        _ => ResultCode.ConnectionLost,
    };
}
