using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.Protocol.Wire;
using SecUpIoT.VectorTool;
using SecUpIoT.VectorTool.Packages;
using SecUpIoT.VectorTool.Statements;

namespace SecUpIoT.Protocol.Tests.Wire;

/// <summary>spec/vectors/statements.json and packages.json, as stored.</summary>
public sealed class StoredStatementTests
{
    [Fact]
    public void A_stored_statement_gets_the_stated_result()
    {
        foreach (var vector in StoredVectors.Of("statements.json"))
        {
            var stated = Enum.Parse<ResultCode>(vector!["result"]!.GetValue<string>());
            var kind = Enum.Parse<StatementKind>(vector["kind"]!.GetValue<string>());
            var result = StatementFile.Judge(new StatementVector(kind, "", "", null, [], Json.ReadHex(vector["signed"]!), stated));
            Assert.True(stated == result, $"{kind} {vector["name"]}: stated {stated}, got {result}");
        }
    }

    [Fact]
    public void A_right_statement_is_encoded_and_signed_byte_for_byte_as_stored()
    {
        foreach (var vector in StatementFile.Vectors.Where(vector => vector.Name.StartsWith("right-", StringComparison.Ordinal)))
        {
            var (payload, key, domain, type) = vector.Content is DeviceReport report
                ? (report.Encode(), TestKeys.Device, DeviceReport.Domain, DeviceReport.ContentType)
                : (((Directive)vector.Content!).Encode(), TestKeys.Tracker, Directive.Domain, Directive.ContentType);
            Assert.Equal(vector.Payload, payload);
            Assert.Equal(vector.Signed, SignedStatement.Sign(key, domain, type, payload));
        }
    }

    [Fact]
    public void A_stored_package_gets_the_stated_result_and_plan()
    {
        foreach (var vector in StoredVectors.Of("packages.json"))
        {
            var (result, package) = Target.Judge(Json.ReadHex(vector!["envelope"]!));
            Assert.True(result.ToString() == vector["result"]!.GetValue<string>(), $"{vector["name"]}: stated {vector["result"]}, got {result}");
            Assert.Equal(result == ResultCode.Success, vector["plan"] is not null);
            if (package is null) continue;
            Assert.Equal(vector["plan"]!["manifest"]!.GetValue<string>(), package.Name.Manifest.ToHex());
            Assert.Equal(vector["plan"]!["images"]!.AsArray().Select(image => image!["digest"]!.GetValue<string>()), package.Components.Select(component => component.Digest.ToHex()));
            Assert.Equal(vector["plan"]!["images"]!.AsArray().Select(image => image!["offset"]!.GetValue<string>()), package.Components.Select(component => $"{component.Offset}"));
        }
    }

    [Fact]
    public void No_single_changed_byte_of_a_signed_statement_is_believed()
    {
        var right = StatementFile.Vectors.First(vector => vector is { Kind: StatementKind.Directive, Name: "right-Install" });
        for (var position = 0; position < right.Signed.Length; position++)
        {
            var changed = right.Signed.ToArray();
            changed[position] ^= (byte)(1 << (position % 8));
            Assert.Equal(ResultCode.DirectiveNotAuthentic, StatementFile.Judge(right with { Signed = changed }));
        }
    }

    [Fact]
    public void No_single_changed_byte_of_a_package_is_accepted()
    {
        var right = PackageFile.Vectors.Single(vector => vector.Name == "right-ed25519").Envelope;
        for (var position = 0; position < right.Length; position++)
        {
            var changed = right.ToArray();
            changed[position] ^= (byte)(1 << (position % 8));
            Assert.NotEqual(ResultCode.Success, Target.Judge(changed).Result);
        }
    }

    [Fact]
    public void The_rest_of_a_damaged_statement_is_never_decoded() =>
        Assert.Equal(DecodeFault.Truncated, Directive.Decode(StatementFile.Vectors.Single(vector => vector is { Kind: StatementKind.Directive, Name: "payload-cut" }).Payload).Error!.Fault);
}
