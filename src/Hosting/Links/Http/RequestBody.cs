using Microsoft.AspNetCore.Http;

namespace SecUpIoT.Hosting.Links.Http;

/// <summary>The client's connection ended before the request had come.</summary>
internal sealed class ClientGoneException(Exception cause) : OperationCanceledException("the connection ended before the request had come", cause);

/// <summary>The body of a request, to be read once. A connection that breaks is nobody's fault here: whoever reads gives up as when it is cancelled, and no storage is blamed.</summary>
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
    /// <exception cref="BadHttpRequestException">What came is no body, or too long, or too slow.</exception>
    /// <exception cref="ClientGoneException">The connection ended.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await context.Request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (BadHttpRequestException)
        {
            throw;
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
}
