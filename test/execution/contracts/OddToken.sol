// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title OddToken
/// @notice An ERC-20 whose transfer answers as badly as some on mainnet do.
contract OddToken {
    /// @notice 0 returns true, 1 returns nothing, 2 moves nothing and returns false, 3 reverts,
    /// 4 keeps a hundredth of what is moved.
    uint8 public manner;
    mapping(address => uint256) public balanceOf;

    function setManner(uint8 manner_) external {
        manner = manner_;
    }

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        if (manner == 2) return false;
        if (manner == 3) revert("no");
        balanceOf[msg.sender] -= value;
        balanceOf[to] += manner == 4 ? value * 99 / 100 : value;
        if (manner != 1) return true;
        assembly ("memory-safe") {
            return(0, 0)
        }
    }
}
