using System.Reflection;
using System.Runtime.CompilerServices;
using SecUpIoT.Protocol;
using SecUpIoT.Protocol.Messages;
using SecUpIoT.Protocol.Statements;
using SecUpIoT.SpecTool;

namespace SecUpIoT.Traceability;

public sealed class MessageTests
{
    private static readonly MessagesFile File = Specification.Files.Messages;

    private static readonly Dictionary<Type, string> Scalars = new()
    {
        [typeof(Bytes)] = "bytes", [typeof(Digest)] = "digest", [typeof(Nonce)] = "nonce", [typeof(DeviceId)] = "uuid", [typeof(VendorId)] = "uuid", [typeof(ClassId)] = "uuid", [typeof(CampaignId)] = "uuid",
        [typeof(byte)] = "uint8", [typeof(ushort)] = "uint16", [typeof(uint)] = "uint32", [typeof(ulong)] = "uint64", [typeof(SequenceNumber)] = "uint64",
        [typeof(bool)] = "bool", [typeof(string)] = "text", [typeof(Moment)] = "moment",
    };

    [Fact]
    public void The_messages_are_those_of_the_code() => Assert.Equal(
        typeof(Message).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Message)))
            .Select(type => (((Message)RuntimeHelpers.GetUninitializedObject(type)).Tag, type.Name))
            .Order(),
        File.Messages.Select(message => ((byte)message.Tag, message.Name)).Order());

    [Fact]
    public void The_tag_is_the_number_of_the_id() =>
        Specification.AssertNone(File.Messages.Where(message => message.Id != $"M-{message.Tag:D2}").Select(message => message.Id));

    [Fact]
    public void An_answer_goes_back_the_way_the_request_came()
    {
        var byId = File.Messages.ToDictionary(message => message.Id);

        Specification.AssertNone(from message in File.Messages
                                 from answer in message.AnsweredBy
                                 where answer != "M-09" && (byId[answer].Sender != message.Receiver || byId[answer].Receiver != message.Sender)
                                 select $"{message.Id} is answered by {answer}");
    }

    [Fact]
    public void Every_field_is_that_of_the_code_in_name_order_type_and_optionality()
    {
        var declared = File.Messages.Select(message => (message.Name, message.Fields)).Concat(File.Structures.Select(structure => (structure.Name, structure.Fields)));

        Specification.AssertNone(from pair in declared
                                 let type = TypeOf(pair.Name)
                                 let expected = FieldsOf(type).ToList()
                                 let actual = pair.Fields.Select(field => (field.Name, field.Type, field.Optional)).ToList()
                                 where !expected.SequenceEqual(actual)
                                 select $"{pair.Name}: code has {string.Join(", ", expected)}; the specification has {string.Join(", ", actual)}");
    }

    [Fact]
    public void The_enumerations_are_those_of_the_code()
    {
        foreach (var enumeration in File.Enums)
        {
            var type = typeof(ResultCode).Assembly.GetType($"SecUpIoT.Protocol.{enumeration.Name}", throwOnError: true)!;
            Assert.Equal(Enum.GetNames(type), enumeration.Values);
            Assert.Equal(Enumerable.Range(0, enumeration.Values.Count), Enum.GetValues(type).Cast<object>().Select(value => Convert.ToInt32(value, null)));
        }
    }

    [Fact]
    public void The_limits_are_those_of_the_code() => Assert.Equal(
        typeof(Limits).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (field.Name, Convert.ToUInt64(field.GetRawConstantValue(), null))).Order(),
        File.Limits.Select(limit => (limit.Name, limit.Value)).Order());

    private static Type TypeOf(string name) =>
        typeof(Message).Assembly.GetTypes().Single(type => type.Name == name && (type.Namespace == typeof(Message).Namespace || type.Namespace == typeof(DeviceReport).Namespace));

    private static IEnumerable<(string Name, string Type, bool Optional)> FieldsOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var parameter in type.GetConstructors().Single().GetParameters())
        {
            var inner = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
            var optional = inner != parameter.ParameterType || (!inner.IsValueType && nullability.Create(parameter).WriteState == NullabilityState.Nullable);
            yield return (parameter.Name!, NameOf(inner), optional);
        }
    }

    private static string NameOf(Type type)
    {
        if (Scalars.TryGetValue(type, out var scalar)) return scalar;
        if (type.IsEnum) return "enum " + type.Name;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Sequence<>) ? "list of " + NameOf(type.GenericTypeArguments[0]) : "struct " + type.Name;
    }
}
