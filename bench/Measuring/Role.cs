using BenchmarkDotNet.Attributes;

namespace SecUpIoT.Benchmarks.Measuring;

/// <summary>What a measure is to the others of its group.</summary>
public enum Role
{
    /// <summary>This repository's own.</summary>
    Own,
    /// <summary>What nobody can do without: the ratios of the group are against it.</summary>
    Floor,
    /// <summary>What people would use instead.</summary>
    Peer,
}

/// <summary>Says in which group a benchmark stands, and as what. Measures of one group do the same work.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GroupAttribute(string name, Role role = Role.Own) : Attribute
{
    /// <summary>The group.</summary>
    public string Name => name;

    /// <summary>What it is to the others.</summary>
    public Role Role => role;
}
