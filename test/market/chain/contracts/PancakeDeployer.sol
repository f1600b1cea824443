// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title PancakeDeployer
/// @notice Creates the pools of a PancakeV3Factory, whose package comes without one.
contract PancakeDeployer {
    struct Parameters {
        address factory;
        address token0;
        address token1;
        uint24 fee;
        int24 tickSpacing;
    }

    /// @notice What the pool under construction asks for.
    Parameters public parameters;

    /// @dev Holds the creation code of a pool as its own code.
    address private immutable store;

    constructor(bytes memory code) {
        bytes memory creation = bytes.concat(hex"600b5981380380925939f3", code);
        address created;
        assembly ("memory-safe") {
            created := create(0, add(creation, 32), mload(creation))
        }
        require(created != address(0), "store");
        store = created;
    }

    function deploy(address factory, address token0, address token1, uint24 fee, int24 tickSpacing)
        external
        returns (address pool)
    {
        parameters = Parameters(factory, token0, token1, fee, tickSpacing);
        bytes memory code = store.code;
        bytes32 salt = keccak256(abi.encode(token0, token1, fee));
        assembly ("memory-safe") {
            pool := create2(0, add(code, 32), mload(code), salt)
        }
        require(pool != address(0), "pool");
        delete parameters;
    }
}
