using SecUpIoT.Protocol.Cose;

namespace SecUpIoT.Protocol.Tests.Cose;

public sealed class SignedStatementTests
{
    private static readonly Ed25519KeyPair Key = Ed25519KeyPair.FromSeed(new byte[32]);

    [Fact]
    public void A_statement_gives_its_payload_after_verification()
    {
        var message = SignedStatement.Sign(Key, "secup-iot/directive/1", "application/x", [1, 2, 3]);
        var statement = SignedStatement.Verify(message, [Key.Public], "secup-iot/directive/1", "application/x");
        Assert.Equal(new SignedStatement(new byte[] { 1, 2, 3 }, Key.KeyId, "application/x"), statement.Value);
    }

    [Fact]
    public void A_statement_of_another_domain_or_type_is_refused()
    {
        var message = SignedStatement.Sign(Key, "secup-iot/directive/1", "application/x", []);
        Assert.Equal(CoseFault.BadSignature, SignedStatement.Verify(message, [Key.Public], "secup-iot/report/1", "application/x").Error!.Fault);
        Assert.Equal(CoseFault.WrongContentType, SignedStatement.Verify(message, [Key.Public], "secup-iot/directive/1", "application/y").Error!.Fault);
        Assert.Equal(CoseFault.WrongPayloadForm, SignedStatement.Verify(CoseSign1.Sign(Key, [], "secup-iot/directive/1"u8, true), [Key.Public], "secup-iot/directive/1", "application/x").Error!.Fault);
    }
}
