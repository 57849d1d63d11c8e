using System.Globalization;
using System.Text.RegularExpressions;
using SecUpIoT.Protocol.Cbor;
using SecUpIoT.Protocol.Cose;
using SecUpIoT.Protocol.Suit;
using SecUpIoT.Protocol.Tests.Wire;
using SecUpIoT.VectorTool.Packages;
using PackageForge = SecUpIoT.VectorTool.Packages.Forge;

namespace SecUpIoT.Protocol.Tests.Suit;

/// <summary>spec/suit-numbers.md says what the reference does with each number: its name, and whether a Device core refuses it and with which code.</summary>
public sealed partial class NumberPageTests
{
    private static readonly Dictionary<string, IReadOnlyList<Row>> Tables = Read();

    public static TheoryData<string, int> Numbers()
    {
        var data = new TheoryData<string, int>();
        foreach (var table in Tables.Keys)
        {
            foreach (var number in Enumerable.Range(-1, 42).Append(-257).Append(256)) data.Add(table, number);
        }

        return data;
    }

    [Fact]
    public void Every_number_of_the_code_stands_on_the_page_under_its_name()
    {
        AssertNamed("Commands", Enum.GetValues<SuitCommandCode>());
        AssertNamed("Parameters", Enum.GetValues<SuitParameter>());
        AssertNamed("Manifest", Enum.GetValues<SuitElement>());
    }

    [Fact]
    public void No_number_stands_on_the_page_twice() =>
        Assert.All(Tables.Values, table => Assert.Equal(table.Count, table.Select(row => row.Number).Distinct().Count()));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_refused_with_the_code_on_the_page_or_not_at_all(string table, int number)
    {
        var row = Tables[table].FirstOrDefault(row => row.Number == number.ToString(CultureInfo.InvariantCulture)) ?? Tables[table].Single(row => row.Number == "any other");

        var result = Target.Judge(With(table, number)).Result;

        if (row.Level == "refused") Assert.Contains(result.ToString(), row.Codes);
        else Assert.True(result == ResultCode.Success || !row.Codes.Contains(result.ToString()), $"{table} {number} is {row.Level} and refused with {result}");
    }

    [Fact]
    public void What_is_required_and_absent_is_refused_with_the_code_on_the_page()
    {
        foreach (var row in Tables["Manifest"].Where(row => row.Codes.Contains("MissingElement")))
            Assert.Equal(ResultCode.MissingElement, Target.Judge(PackageForge.Signed((Parse(row), null))).Result);
        foreach (var row in Tables["Common"].Where(row => row.Codes.Contains("MissingElement")))
            Assert.Equal(ResultCode.MissingElement, Target.Judge(PackageForge.Signed((3, CborValue.Wrap(new CborMap([.. Common().Where(entry => entry.IntegerKey != Parse(row))]))))).Result);
        foreach (var row in Tables["Envelope"].Where(row => row.Codes.Contains("MissingElement")))
            Assert.Equal(ResultCode.MissingElement, Target.Judge(Tagged(Elements().Where(entry => entry.IntegerKey != Parse(row)))).Result);
    }

    [Fact]
    public void Only_the_commands_that_the_page_names_stand_in_the_shared_sequence()
    {
        foreach (var row in Tables["Commands"].Where(row => row.Shared.Length > 0))
        {
            var result = Target.Judge(PackageForge.Signed((3, PackageForge.Common(null, Parse(row), Argument(Parse(row)))))).Result;
            Assert.Equal(row.Shared == "no", result == ResultCode.MalformedManifest);
        }
    }

    private static byte[] With(string table, int number) => table switch
    {
        "Envelope" => Tagged(number is 2 or 3 ? Elements() : Elements().Append(new CborEntry(number, CborValue.Of(new byte[] { 0x80 }))), number),
        "Manifest" => PackageForge.Signed((number, Tables["Manifest"].Any(row => row.Number == $"{number}" && row.Level == "required") && number < 5 ? Element(number) : PackageForge.Sequence(14, 15))),
        "Common" => PackageForge.Signed((3, CborValue.Wrap(new CborMap([.. (Common().Any(entry => entry.IntegerKey == number)
            ? Common()
            : Common().Append(new CborEntry(number, CborValue.MapOf()))).OrderBy(Encoded, StringComparer.Ordinal)])))),
        "Commands" => PackageForge.Signed((20, PackageForge.Sequence(20, PackageForge.Map((21, PackageForge.Uri)), 21, 2, 3, 15, number, Argument(number)))),
        "Parameters" => PackageForge.Signed((3, PackageForge.CommonOf(PackageForge.Sequence(20, PackageForge.Parameters(Target.Image), 20, PackageForge.Map((number, Value(number))), 1, 15, 2, 15)))),
        _ => throw new ArgumentException(table, nameof(table)),
    };

    private static CborValue Element(int number) => number switch
    {
        1 => CborValue.Of(1L),
        2 => CborValue.Of(7L),
        3 => PackageForge.Common(),
        _ => CborValue.Of("https://firmware.example/meter.suit"),
    };

    private static object? Argument(int command) => (SuitCommandCode)command switch
    {
        SuitCommandCode.SetComponentIndex => 0,
        SuitCommandCode.OverrideParameters => PackageForge.Map((21, PackageForge.Uri)),
        SuitCommandCode.TryEach => PackageForge.Array(PackageForge.Sequence(1, 15), PackageForge.Sequence(1, 15)),
        SuitCommandCode.RunSequence => PackageForge.Sequence(1, 15),
        _ => 15,
    };

    private static object? Value(int parameter) => (SuitParameter)parameter switch
    {
        SuitParameter.VendorIdentifier => PackageForge.Id(Target.Vendor.Value),
        SuitParameter.ClassIdentifier => PackageForge.Id(Target.Class.Value),
        SuitParameter.DeviceIdentifier => PackageForge.Id(Target.Device.Value),
        SuitParameter.ImageDigest => PackageForge.DigestOf(Target.Image),
        SuitParameter.ImageSize => Target.Image.Length,
        SuitParameter.Uri => PackageForge.Uri,
        SuitParameter.StrictOrder => true,
        SuitParameter.SoftFailure => false,
        SuitParameter.ComponentSlot or SuitParameter.SourceComponent => 0,
        _ => new byte[1],
    };

    private static IReadOnlyList<CborEntry> Common() => ((CborMap)CborDecoder.Decode(((CborOctets)PackageForge.Common()).Value.Memory, CborRules.Strict).Value).Entries;

    private static IReadOnlyList<CborEntry> Elements() =>
        ((CborMap)((CborTagged)CborDecoder.Decode(PackageForge.Signed(), CborRules.Strict.WithTags(Envelope.Tag)).Value).Item).Entries;

    // An element that the manifest announces, where it can: then the envelope differs from a right one in its number alone.
    private static byte[] Tagged(IEnumerable<CborEntry> entries, int number = 0)
    {
        if (Tables["Envelope"].Any(row => row.Number == $"{number}" && row.Name.Contains("severed", StringComparison.Ordinal)))
        {
            var content = (byte[])[0x82, 0x0e, 0x0f];
            var manifest = PackageForge.Manifest((number, SuitDigests.ToCbor(SuitDigests.OfElement(content))));
            return EnvelopeWriter.Encode(PackageForge.Sign(PackageForge.Wrap(manifest, ((SuitElement)number, content))));
        }

        return CborEncoder.Encode(new CborTagged(Envelope.Tag, new CborMap([.. entries.OrderBy(Encoded, StringComparer.Ordinal)])));
    }

    private static string Encoded(CborEntry entry) => Convert.ToHexString(CborEncoder.Encode(entry.Key));

    private static int Parse(Row row) => int.Parse(row.Number, CultureInfo.InvariantCulture);

    private static void AssertNamed<T>(string table, T[] values)
        where T : struct, Enum
    {
        foreach (var value in values.Where(value => Convert.ToInt32(value, CultureInfo.InvariantCulture) != 0))
        {
            var row = Assert.Single(Tables[table], row => row.Number == value.ToString("D"));
            Assert.Equal(value.ToString() == nameof(SuitCommandCode.CopyParameters) ? "copy-params" : Kebab().Replace($"{value}", "-$0").TrimStart('-').ToLowerInvariant(), row.Name.Split(' ')[0]);
        }
    }

    private static Dictionary<string, IReadOnlyList<Row>> Read() => File.ReadAllText(Path.Combine(StoredVectors.Root, "spec/suit-numbers.md")).Split("\n## ").Skip(1)
        .ToDictionary(section => section[..section.IndexOf('\n', StringComparison.Ordinal)], section => (IReadOnlyList<Row>)[.. section.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(RowOf)]);

    private static Row RowOf(string line)
    {
        var cells = line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();
        return new(cells[0], Prefix().Replace(cells[1], ""), cells[3], cells.Length > 5 ? cells[4] : "", [.. Code().Matches(cells[^1]).Select(match => match.Groups[1].Value)]);
    }

    [GeneratedRegex("[A-Z][a-z]*")]
    private static partial Regex Kebab();

    [GeneratedRegex("^(condition|directive)-")]
    private static partial Regex Prefix();

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();

    private sealed record Row(string Number, string Name, string Level, string Shared, IReadOnlyList<string> Codes);
}
